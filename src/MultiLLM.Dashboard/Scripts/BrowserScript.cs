using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace MultiLLM.Dashboard.Scripts;

/// <summary>The browser's clipboard, downloads and scrolling (wwwroot/browser.js).</summary>
public sealed class BrowserScript(IJSRuntime browser) : ScriptModule(browser, "./ui/browser.js")
{
    /// <summary>False: the browser does not allow it.</summary>
    public Task<bool> CopyAsync(string text) => CallAsync<bool>("copy", text);

    /// <summary>Gives the person a file.</summary>
    public Task DownloadAsync(string name, string mediaType, string text) => DoAsync("download", name, mediaType, text);

    /// <summary>Gives the person a file as it comes, of any length.</summary>
    /// <exception cref="JSException">The stream broke off, or the browser has no room for the file.</exception>
    public async Task DownloadAsync(string name, string mediaType, Stream content)
    {
        using var reference = new DotNetStreamReference(content, leaveOpen: true);
        await DoAsync(Timeout.InfiniteTimeSpan, "downloadStream", name, mediaType, reference);
    }

    /// <summary>Keeps an element at its end while its content grows, unless the person has scrolled up.</summary>
    public Task FollowAsync(ElementReference element) => DoAsync("follow", element);

    /// <summary>Goes to the end, wherever the person is.</summary>
    public Task ToEndAsync(ElementReference element) => DoAsync("toEnd", element);

    public Task FocusAsync(string elementId) => DoAsync("focus", elementId);

    /// <summary>Gives the focus to the first control of an element, if it got lost with one that is no more.</summary>
    public Task KeepFocusAsync(ElementReference element) => DoAsync("keepFocus", element);
}
