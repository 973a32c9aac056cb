namespace MewsThreads.Sandbox.Tests;

public sealed class FileTests : IDisposable
{
    // The name is a nuisance on purpose: users have such folders.
    private readonly string _script = Path.Combine(Directory.CreateTempSubdirectory("sand'box [1] ").FullName, "runbook.ps1");

    [Fact]
    public async Task A_script_gets_its_arguments_and_says_its_exit_code()
    {
        var result = await RunAsync(
            """
            param([int] $Number, [switch] $On, [switch] $Off, [string] $Text)
            "$($Number + 1) $On $Off [$Text] [$($args -join '|')]"
            exit 3
            """,
            "-Number", "41", "-On", "-Off:$false", "-Text:it's", "$(1+1)", "two words", "-5");

        Assert.Equal((3, "42 True False [it's] [$(1+1)|two words|-5]\n", ""), (result.ExitCode, result.Output, result.Errors));
    }

    [Theory]
    [InlineData("Get-Command no-such", 0)]
    [InlineData("throw 'boom'", 1)]
    [InlineData("if (", 1)]
    public async Task A_script_fails_by_exit_or_by_what_ends_it(string text, int expected)
    {
        var result = await RunAsync(text);

        Assert.Equal(expected, result.ExitCode);
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_script)!, recursive: true);

    private async Task<SandboxResult> RunAsync(string text, params string[] arguments)
    {
        await File.WriteAllTextAsync(_script, text, TestContext.Current.CancellationToken);
        return await SandboxProcess.RunAsync(["-File", _script, .. arguments]);
    }
}
