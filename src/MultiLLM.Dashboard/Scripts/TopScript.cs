using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace MultiLLM.Dashboard.Scripts;

/// <summary>Tells whether the beginning of a list has been scrolled away (wwwroot/top.js).</summary>
public sealed class TopScript(IJSRuntime browser) : ScriptModule(browser, "./ui/top.js")
{
    /// <summary>Calls the listener's <c>TopAsync(bool)</c> at once and whenever it changes.</summary>
    public Task WatchAsync<T>(ElementReference mark, DotNetObjectReference<T> listener) where T : class => DoAsync("watch", mark, listener);
}
