# Writes how many milliseconds a script takes, to Out-Null or through Export-Csv: its first run in this process, and the fastest of those
# that follow within twenty seconds, which is how long it takes the runtime to compile for good what runs often.
param([string] $Script, [string] $Csv)

$ErrorActionPreference = 'Stop'
$times = [Collections.Generic.List[double]]::new()
$total = [Diagnostics.Stopwatch]::StartNew()
do {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    if ($Csv) {
        & $Script | Export-Csv $Csv
    }
    else {
        & $Script | Out-Null
    }

    $times.Add($watch.Elapsed.TotalMilliseconds)
} while ($times.Count -lt 4 -or $total.Elapsed.TotalSeconds -lt 20)

"$($times[0]) $(($times | Measure-Object -Minimum).Minimum)"
