using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Core.Residency;

/// <summary>Loads the configured models when the service starts, one after the other; requests need not wait for that.</summary>
internal sealed partial class Preloader(IModelCatalog catalog, IResidency residency, IOptions<MultiLLMOptions> options, ILogger<Preloader> log)
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _loading = Task.CompletedTask;

    public void Start() => _loading = Task.Run(() => LoadAllAsync(_stopping.Token));

    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _loading;
    }

    private async Task LoadAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var name in options.Value.Preload)
            {
                if (await LoadAsync(name, cancellationToken) is { } error)
                    LogFailed(name, error.Message);
            }
        }
        catch (OperationCanceledException)
        {
            // the service stops
        }
    }

    private async Task<Error?> LoadAsync(string name, CancellationToken cancellationToken)
    {
        var model = await catalog.FindAsync(name, cancellationToken);
        if (!model.IsSuccess)
            return model.Error;
        if (model.Value.IsRemote)
            return null; // there is nothing to load
        var lease = await residency.EnsureReadyAsync(model.Value, LoadDemand.Default with { Cause = LoadCause.Preload }, cancellationToken);
        if (lease.IsSuccess)
            await lease.Value.DisposeAsync();
        return lease.Error;
    }

    [LoggerMessage(LogLevel.Error, "{Model} could not be preloaded: {Reason}")]
    private partial void LogFailed(string model, string reason);
}
