using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace MultiLLM.Dashboard.Scripts;

/// <summary>Sheets over the page (wwwroot/sheet.js).</summary>
public sealed class SheetScript(IJSRuntime browser) : ScriptModule(browser, "./ui/sheet.js")
{
    /// <summary>Shows a dialog element as a sheet; null where the page is gone meanwhile.</summary>
    public Task<IJSObjectReference?> OpenAsync(ElementReference dialog) => CallAsync<IJSObjectReference>("open", dialog);
}
