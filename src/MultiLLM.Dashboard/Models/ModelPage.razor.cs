using Microsoft.AspNetCore.Components;
using MudBlazor;
using MultiLLM.Client;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Live;
using MultiLLM.Dashboard.Models.Browsing;
using MultiLLM.Dashboard.Models.Dialogs;
using MultiLLM.Dashboard.Models.Fetching;
using MultiLLM.Dashboard.Shared;

namespace MultiLLM.Dashboard.Models;

public sealed partial class ModelPage(MultiLLMClient client, Downloads downloads, IDialogService dialogs, NavigationManager navigation) : IDisposable
{
    private const int MostEvents = 15;

    private readonly CancellationTokenSource _left = new();
    private Loading<ModelInfo> _model = Loading<ModelInfo>.Begun;
    private DownloadsView _downloads = DownloadsView.Nothing;
    private IDisposable? _watching;
    private string? _shown;
    private (long Catalog, string? State) _mark;

    [Parameter] public string Id { get; set; } = "";
    [CascadingParameter] private LiveView View { get; set; } = LiveView.Nothing;

    private ModelRowView? Row => _model.Value is { } model ? ModelRowView.Of(model, View) : null;

    private ResidentInfo? Resident => View.Residency?.Models.FirstOrDefault(model => model.Id == _model.Value?.Id);

    private List<EventInfo> Events =>
        [.. View.Events.Where(happened => happened.ModelId == _model.Value?.Id && happened.Kind != "model.load_progress").Take(MostEvents)];

    protected override void OnInitialized() => _downloads = downloads.Current;

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _watching = downloads.Watch(view => _ = InvokeAsync(() =>
            {
                _downloads = view;
                StateHasChanged();
            }));
    }

    /// <summary>Asks for another model's facts, and again for the same one's after its file or its standing changed.</summary>
    protected override async Task OnParametersSetAsync()
    {
        var mark = (EventMark.Catalog(View), Resident?.State);
        if (_shown == Id && mark == _mark)
            return;
        if (_shown != Id)
            _model = Loading<ModelInfo>.Begun;
        (_shown, _mark) = (Id, mark);
        await LookAsync();
        _mark = (EventMark.Catalog(View), Resident?.State);
    }

    public void Dispose()
    {
        _watching?.Dispose();
        _left.Cancel();
        _left.Dispose();
    }

    private async Task LookAsync()
    {
        try
        {
            _model = await Loading<ModelInfo>.OfAsync(client.GetModelAsync(Id, _left.Token));
        }
        catch (OperationCanceledException) when (_left.IsCancellationRequested)
        {
            // The page was left.
        }
    }

    private void Fetch() => downloads.Start(new PullRequest { ModelId = _model.Value!.Id });

    private async Task LoadWithAsync() =>
        await dialogs.ShowAsync<LoadDialog>($"Load {_model.Value!.Id}", new DialogParameters<LoadDialog> { { dialog => dialog.Model, _model.Value } }, FormDialog.Options);

    private async Task RemoveAsync()
    {
        var dialog = await dialogs.ShowAsync<RemoveDialog>(
            $"Remove {_model.Value!.Id}?", new DialogParameters<RemoveDialog> { { dialog => dialog.Model, _model.Value } }, FormDialog.Options);
        if (await dialog.Result is { Canceled: false })
            navigation.NavigateTo("/ui/models");
    }
}
