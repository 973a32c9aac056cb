# Writes the same threads as one would without the module: all of them, or the first pages.
param([int] $Pages = [int]::MaxValue)

$uri = "${env:MEWS_PLATFORM_ADDRESS}api/connector/v1/messageThreads/getAll"
$body = @{
    ClientToken = $env:MEWS_CLIENT_TOKEN
    AccessToken = $env:MEWS_ACCESS_TOKEN
    Client      = 'Benchmark 1.0'
    CreatedUtc  = @{ StartUtc = '2026-06-08T00:00:00Z'; EndUtc = '2026-09-01T00:00:00Z' }
    Limitation  = @{ Count = 1000 }
}
do {
    $page = Invoke-RestMethod $uri -Method Post -ContentType application/json -Body ($body | ConvertTo-Json)
    $page.MessageThreads
    $body.Limitation.Cursor = $page.Cursor
} while ($page.Cursor -and --$Pages)
