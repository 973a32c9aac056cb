# Imports the module that is tested: the one in the folder that MEWSTHREADS_MODULE names, as Run.ps1 installs it; otherwise what dotnet
# build has staged.

$module = if ($env:MEWSTHREADS_MODULE) { $env:MEWSTHREADS_MODULE } else { "$PSScriptRoot/../../out/MewsThreads" }
$module = (Resolve-Path $module).Path
Import-Module $module -Force
