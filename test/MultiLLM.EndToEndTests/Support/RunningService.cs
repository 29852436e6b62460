using System.Runtime.InteropServices;
using MultiLLM.Client;

namespace MultiLLM.EndToEndTests.Support;

/// <summary>A service started by "multillm serve", for the tests of one class.</summary>
public sealed class RunningService : IAsyncLifetime
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    public Sandbox Sandbox { get; } = new();

    public Command Serve { get; private set; } = null!;

    public MultiLLMClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Client = new MultiLLMClient(new Uri(Sandbox.Url));
        await StartAsync();
    }

    /// <summary>Also once more, at the same address, after <see cref="StopAsync"/>.</summary>
    public async Task StartAsync()
    {
        Serve = Command.Cli(Sandbox, "serve", "--port", $"{Sandbox.Port}");
        for (var start = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(start) < s_limit; await Task.Delay(50))
        {
            if (Serve.Process.HasExited)
                throw new InvalidOperationException($"The service did not start: {await Serve.EndAsync()}");
            try
            {
                if ((await Client.ReadyAsync()).Status == "ok")
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }
        throw new TimeoutException("The service is not ready.");
    }

    public async Task<CommandResult> StopAsync(PosixSignal signal)
    {
        Serve.Signal(signal);
        return await Serve.EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Serve.DisposeAsync();
        Sandbox.Dispose();
    }
}
