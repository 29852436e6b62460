using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Residency;

/// <summary>One load of a model, from the order to its end.</summary>
internal sealed class ModelLoad(LoadOrder order)
{
    private readonly CancellationTokenSource _giveUp = new();
    private Task _loading = Task.CompletedTask;

    public LoadOrder Order => order;

    /// <summary>Set before the end of the load is reported.</summary>
    public ILoadedModel? Value { get; private set; }

    public void Run(IModelLoader loader, Action<double> progress, Action<Error?> ended) =>
        _loading = Task.Run(async () => ended(await LoadAsync(loader, progress)));

    /// <summary>Gives a load up, or frees the model. Does not fail.</summary>
    public async Task StopAsync(Error reason)
    {
        await _giveUp.CancelAsync();
        await _loading;
        if (Value is not null)
            await Value.StopAsync(reason);
    }

    private async Task<Error?> LoadAsync(IModelLoader loader, Action<double> progress)
    {
        try
        {
            Value = await loader.LoadAsync(order.Model, order.Plan, progress, _giveUp.Token);
            return null;
        }
        catch (MultiLLMException error) when (error.Error.Code is ErrorCode.Timeout)
        {
            return error.Error with { Code = ErrorCode.ModelLoadFailed };
        }
        catch (MultiLLMException error)
        {
            return error.Error;
        }
        catch (OperationCanceledException) when (_giveUp.IsCancellationRequested)
        {
            return new Error(ErrorCode.Cancelled, $"Loading {order.Model.Id} was given up.");
        }
        catch (Exception error)
        {
            return new Error(ErrorCode.ModelLoadFailed, $"{order.Model.Id} could not be loaded: {error.Message}");
        }
    }
}
