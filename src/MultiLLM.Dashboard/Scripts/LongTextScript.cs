using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MultiLLM.Dashboard.Shared;

namespace MultiLLM.Dashboard.Scripts;

/// <summary>Fields for long text (wwwroot/longtext.js).</summary>
public sealed class LongTextScript(IJSRuntime browser) : ScriptModule(browser, "./ui/longtext.js")
{
    /// <summary>More than the service takes in one request.</summary>
    private const int MaxBytes = 16 << 20;

    /// <summary>Has the field tell of keys and changes.</summary>
    public Task AttachAsync(ElementReference area, DotNetObjectReference<LongText> listener, bool enter, bool escape, bool change) =>
        DoAsync("attach", area, listener, enter, escape, change);

    /// <summary>What stands in it; empty where the page is gone.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than 16 MiB.</exception>
    public async Task<string> ReadAsync(ElementReference area)
    {
        if (await CallAsync<IJSStreamReference>("read", area) is not { } reference)
            return "";
        await using (reference)
        await using (var stream = await reference.OpenReadStreamAsync(MaxBytes))
        using (var reader = new StreamReader(stream, Encoding.UTF8))
            return (await reader.ReadToEndAsync())[1..]; // behind the line feed
    }

    public Task WriteAsync(ElementReference area, string text) => DoAsync("write", area, text);

    public Task FocusAsync(ElementReference area) => DoAsync("focus", area);
}
