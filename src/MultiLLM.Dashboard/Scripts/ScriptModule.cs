using Microsoft.JSInterop;

namespace MultiLLM.Dashboard.Scripts;

/// <summary>One of the dashboard's script files, fetched when it is first needed. One for each open page.</summary>
public abstract class ScriptModule(IJSRuntime browser, string path) : IAsyncDisposable
{
    /// <summary>As long as the framework waits where nothing is said.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private Task<IJSObjectReference>? _module;

    /// <summary>The default value where the page is gone meanwhile.</summary>
    protected Task<T?> CallAsync<T>(string function, params object?[] arguments) => CallAsync<T>(s_patience, function, arguments);

    /// <summary>As above, without an answer.</summary>
    protected Task DoAsync(string function, params object?[] arguments) => CallAsync<object>(function, arguments);

    /// <summary>As above, for what may take its time.</summary>
    protected Task DoAsync(TimeSpan patience, string function, params object?[] arguments) => CallAsync<object>(patience, function, arguments);

    private async Task<T?> CallAsync<T>(TimeSpan patience, string function, object?[] arguments)
    {
        try
        {
            var module = await (_module ??= browser.InvokeAsync<IJSObjectReference>("import", path).AsTask());
            return await module.InvokeAsync<T>(function, patience, arguments);
        }
        catch (Exception gone) when (gone is JSDisconnectedException or OperationCanceledException)
        {
            return default;
        }
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_module is not { IsCompletedSuccessfully: true } loaded)
            return;
        try
        {
            await (await loaded).DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser has let go of it already.
        }
    }
}
