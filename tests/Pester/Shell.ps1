# The shell that runs the tests, for those that need another process of it.

function Get-Shell {
    # A shell that was started with dotnet exec is a process of dotnet.
    $program = (Get-Process -Id $PID).Path
    $arguments = @(if ((Split-Path $program -Leaf) -match '^dotnet(\.exe)?$') { 'exec', "$PSHOME/pwsh.dll" })
    [pscustomobject]@{ Program = $program; Arguments = $arguments }
}
