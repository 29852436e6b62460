using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MultiLLM.Dashboard.Scripts;

namespace MultiLLM.Dashboard.RichText;

/// <summary>Fills and colours blocks of code (wwwroot/code.js).</summary>
public sealed class CodeScript(IJSRuntime browser) : ScriptModule(browser, "./ui/code.js")
{
    /// <param name="element">The block.</param>
    /// <param name="from">Characters of it that stay; what is beyond goes.</param>
    /// <param name="text">What comes behind them.</param>
    public Task AppendAsync(ElementReference element, int from, string text) => DoAsync("append", element, from, text);

    public Task HighlightAsync(ElementReference element, string language) => DoAsync("highlight", element, language);
}
