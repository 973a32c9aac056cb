# Writes threads with the module: all of them, or the first.
param([int] $First)

Import-Module MewsThreads
# With the limit that Mews has, 200 requests in 30 seconds, repeated runs would measure the waiting.
Connect-Mews -RequestLimit 100000
Get-MewsMessageThread -CreatedAfter 2026-06-08T00:00:00Z -CreatedBefore 2026-09-01T00:00:00Z @PSBoundParameters
