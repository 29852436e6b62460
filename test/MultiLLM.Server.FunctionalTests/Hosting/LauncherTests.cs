using System.Net;
using System.Net.Sockets;
using MultiLLM.Server.FunctionalTests.Support;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.FunctionalTests.Hosting;

/// <summary>What keeps the service from starting is said in plain lines, and in the exit code.</summary>
[Collection(nameof(LauncherTests))]
public sealed class LauncherTests
{
    [Fact]
    public async Task Run_PortInUse_SaysSo()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var (exitCode, lines) = await RunAsync("--port", $"{port}");

        Assert.Equal(Launcher.CannotListen, exitCode);
        Assert.Contains($"127.0.0.1:{port}: address already in use. End the program that uses it", Assert.Single(lines));
    }

    [Fact]
    public async Task Run_AddressOfAnotherMachine_SaysSo()
    {
        var (exitCode, lines) = await RunAsync("--address", "192.0.2.1", "--port", "1234");

        Assert.Equal(Launcher.CannotListen, exitCode);
        Assert.Contains("cannot listen", Assert.Single(lines));
    }

    [Fact]
    public async Task Run_SeveralBadSettings_AreAllTold()
    {
        var (exitCode, lines) = await RunAsync(
            "--port", "70000", "--MultiLLM:Server:ShutdownTimeoutSeconds", "-1", "--MultiLLM:Server:Limits:MaxMessages", "0");

        Assert.Equal(Launcher.BadConfiguration, exitCode);
        Assert.Contains(lines, line => line.Contains("Port"));
        Assert.Contains(lines, line => line.Contains("ShutdownTimeoutSeconds"));
        Assert.Contains(lines, line => line.Contains("MaxMessages"));
    }

    [Theory]
    [InlineData("--port", "abc", "MultiLLM:Server:Port")]
    [InlineData("--address", "nonesuch host", "MultiLLM:Server:Address")]
    public async Task Run_UnreadableSetting_NamesIt(string name, string value, string expected)
    {
        var (exitCode, lines) = await RunAsync(name, value);

        Assert.Equal(Launcher.BadConfiguration, exitCode);
        Assert.Contains(expected, Assert.Single(lines));
    }

    private static async Task<(int ExitCode, string[] Lines)> RunAsync(params string[] args)
    {
        var before = Console.Error;
        using var written = new StringWriter();
        Console.SetError(written);
        try
        {
            var parts = new FakeParts();
            var exitCode = await Launcher.RunAsync(() => Program.Build(args, parts.AddTo));
            Assert.Empty(parts.Log.Lines); // one clear line, and no stack trace beside it
            return (exitCode, written.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            Console.SetError(before);
        }
    }
}
