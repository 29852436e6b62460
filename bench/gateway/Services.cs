namespace MultiLLM.GatewayBench;

/// <summary>One running service for each setup; those that are not asked at the moment do nothing.</summary>
internal sealed class Services : IAsyncDisposable
{
    private readonly List<(Setup Setup, Programs Program, Target Target)> _all = [];

    public IEnumerable<Target> Targets => _all.Select(one => one.Target);

    public IEnumerable<Target> Recorded => _all.Where(one => one.Setup.IsRecorded).Select(one => one.Target);

    public async Task StartAsync(Setup setup, BenchSettings settings)
    {
        var program = await Programs.StartServiceAsync(setup, settings);
        _all.Add((setup, program, new Target(setup.Name, program, settings.Stream)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, program, target) in _all)
        {
            target.Dispose();
            await program.DisposeAsync();
        }
    }
}
