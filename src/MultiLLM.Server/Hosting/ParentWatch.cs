namespace MultiLLM.Server.Hosting;

/// <summary>
/// Stops the service when standard input ends, so that a program that started it for itself takes it along however it ends:
/// <c>--exit-when-stdin-closes</c>.
/// </summary>
internal sealed class ParentWatch(IHostApplicationLifetime lifetime) : BackgroundService
{
    private const string Flag = "--exit-when-stdin-closes";

    /// <summary>Takes the flag out of the arguments; true when it was there.</summary>
    public static bool TakeFlag(ref string[] args)
    {
        var rest = Array.FindAll(args, arg => arg != Flag);
        var found = rest.Length < args.Length;
        args = rest;
        return found;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var input = Console.OpenStandardInput();
        var buffer = new byte[256];
        while (await input.ReadAsync(buffer, stoppingToken) > 0)
        {
        }
        lifetime.StopApplication();
    }
}
