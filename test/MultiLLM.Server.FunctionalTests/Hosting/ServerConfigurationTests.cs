using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Hosting;

/// <summary>Where the service listens. Every other test says --port, so the environment set here does not reach them.</summary>
public sealed class ServerConfigurationTests
{
    [Theory]
    [InlineData(null, "", "http://127.0.0.1:8007")]
    [InlineData("9001", "", "http://127.0.0.1:9001")]
    [InlineData("9001", "--port 9002", "http://127.0.0.1:9002")]
    [InlineData(null, "--MultiLLM:Server:Port 9003 --address ::1", "http://[::1]:9003")]
    [InlineData(null, "--address * --port 9004", "http://*:9004")]
    [InlineData("9001", "--urls http://127.0.0.1:9005", "")]
    public async Task Build_PortFromEverySource_TheNearestWins(string? environment, string args, string expected)
    {
        Environment.SetEnvironmentVariable("PORT", environment);
        try
        {
            await using var app = Program.Build(args.Split(' ', StringSplitOptions.RemoveEmptyEntries), new FakeParts().AddTo);

            // With --urls ASP.NET Core adds the address itself when it starts.
            Assert.Equal(expected, string.Join(' ', app.Urls));
        }
        finally
        {
            Environment.SetEnvironmentVariable("PORT", null);
        }
    }
}
