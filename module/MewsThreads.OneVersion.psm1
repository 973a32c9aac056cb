# Runs before the assembly loads. A process holds one version of it, and the error of .NET for a second one does not say what to do.
# The first import leaves the process id in the environment: to look at the assemblies in every import would make it twice as slow.
if ($env:MEWSTHREADS_LOADED_IN -eq $PID) {
    # PowerShell compiles this block only if it runs.
    & {
        # Other language modes do not show the assemblies of the process.
        if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') {
            return
        }

        $name = 'MewsThreads.PowerShell'
        $file = [System.IO.Path]::GetFullPath("$PSScriptRoot/bin/$name.dll")
        $version = [System.Reflection.AssemblyName]::GetAssemblyName($file).Version
        foreach ($loaded in [System.AppDomain]::CurrentDomain.GetAssemblies()) {
            if ($loaded.GetName().Name -ne $name) {
                continue
            }

            $isSame = $loaded.GetName().Version -eq $version
            if ($isSame -and $loaded.Location -ne $file -and (Test-Path -LiteralPath $loaded.Location)) {
                $isSame = [System.Linq.Enumerable]::SequenceEqual([System.IO.File]::ReadAllBytes($loaded.Location), [System.IO.File]::ReadAllBytes($file))
            }

            if (-not $isSame) {
                throw "MewsThreads $($version.ToString(3)) from '$PSScriptRoot' cannot be imported: this process has already loaded MewsThreads $($loaded.GetName().Version.ToString(3)) from '$($loaded.Location)', and cannot unload it. Start a new PowerShell session and import the module there."
            }
        }
    }
}
