using System.Diagnostics;
using System.Runtime.Versioning;
using MultiLLM.Cli;
using MultiLLM.Cli.Hosting;
using MultiLLM.Tests.Client;

namespace MultiLLM.Tests.Cli.Hosting;

[UnsupportedOSPlatform("windows")]
public sealed class OwnServerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("multillm-own-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Chat_ServerThatFailsToStart_SaysWhatItSaid()
    {
        var script = Script("echo 'the disk is full' >&2; exit 7");
        var run = new CliRun().With("MULTILLM_SERVER_PATH", script).With("MULTILLM_URL", Nowhere());

        Assert.Equal(ExitCode.NoServer, await run.RunAsync("chat", "Hi"));

        Assert.Contains("exit code 7", run.Error.ToString());
        Assert.Contains("the disk is full", run.Error.ToString());
    }

    [Fact]
    public async Task Chat_InterruptedWhileTheServerStarts_TakesItAlong()
    {
        // Says who it is, then waits for the end of its input, as the server does.
        var pidFile = Path.Combine(_folder, "pid");
        File.WriteAllText(pidFile, "");
        var script = Script($"echo $$ > {pidFile}.new; mv {pidFile}.new {pidFile}; cat > /dev/null");
        var run = new CliRun().With("MULTILLM_SERVER_PATH", script).With("MULTILLM_URL", Nowhere());

        var exit = run.RunAsync("chat", "Hi");
        var pid = await PidAsync(pidFile);
        run.Interrupts.OnInterrupt();

        Assert.Equal(ExitCode.Interrupted, await exit.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.ThrowsAny<ArgumentException>(() => Process.GetProcessById(pid));
    }

    [Fact]
    public async Task Chat_NothingInstalled_SaysSo()
    {
        var run = new CliRun().With("MULTILLM_URL", Nowhere());

        Assert.Equal(ExitCode.NoServer, await run.RunAsync("chat", "Hi"));

        Assert.Contains("The server is not installed", run.Error.ToString());
    }

    [Fact]
    public async Task Chat_NobodyAtAnotherMachine_StartsNothing()
    {
        var run = new CliRun().With("MULTILLM_URL", "http://multillm.invalid:1");

        Assert.Equal(ExitCode.NoServer, await run.RunAsync("chat", "Hi"));

        Assert.Equal("No service is running at http://multillm.invalid:1.", run.Error.ToString().TrimEnd());
    }

    [Fact]
    public void Find_PathToADll_RunsItWithTheDotnetHost()
    {
        var dll = typeof(OwnServerTests).Assembly.Location;

        var command = ServerLocator.Find(new CliRun().With("MULTILLM_SERVER_PATH", dll).Context());

        Assert.Equal([dll], command.Arguments);
        Assert.True(File.Exists(command.FileName));
        Assert.Equal("dotnet", Path.GetFileNameWithoutExtension(command.FileName));
    }

    private static string Nowhere() => $"http://127.0.0.1:{FakeService.FreePort()}";

    private string Script(string body)
    {
        var path = Path.Combine(_folder, "server.sh");
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private static async Task<int> PidAsync(string file)
    {
        for (var i = 0; i < 500; i++)
        {
            if (int.TryParse(await File.ReadAllTextAsync(file), out var pid))
                return pid;
            await Task.Delay(10);
        }

        throw new TimeoutException("The script did not start.");
    }
}
