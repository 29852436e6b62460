using MudBlazor;

namespace MultiLLM.Dashboard.Shared;

internal static class FormDialog
{
    public static DialogOptions Options { get; } = new() { CloseOnEscapeKey = true, CloseButton = true, MaxWidth = MaxWidth.Small, FullWidth = true };
}
