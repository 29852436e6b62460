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

public sealed partial class ModelsPage(MultiLLMClient client, Downloads downloads, NavigationManager navigation, IDialogService dialogs) : IDisposable
{
    private readonly AddressState<ModelFilters> _filters = new(ModelFilters.None);
    private readonly CancellationTokenSource _left = new();
    private Loading<ModelList> _models = Loading<ModelList>.Begun;
    private DownloadsView _downloads = DownloadsView.Nothing;
    private IDisposable? _watching;
    private FilterBar? _filterBar;
    private long _catalog;

    [CascadingParameter] private LiveView View { get; set; } = LiveView.Nothing;

    [SupplyParameterFromQuery(Name = "q")] private string? Text { get; set; }
    [SupplyParameterFromQuery] private string? Task { get; set; }
    [SupplyParameterFromQuery] private string? Size { get; set; }
    [SupplyParameterFromQuery] private string? Fits { get; set; }
    [SupplyParameterFromQuery] private string? Installed { get; set; }
    [SupplyParameterFromQuery(Name = "loaded")] private string? InMemory { get; set; }

    private ModelFilters Filters => _filters.Current;

    protected override void OnInitialized() => _downloads = downloads.Current;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _watching = downloads.Watch(view => _ = InvokeAsync(() =>
        {
            _downloads = view;
            StateHasChanged();
        }));
        _catalog = EventMark.Catalog(View);
        await LookAsync();
        StateHasChanged();
    }

    protected override async Task OnParametersSetAsync()
    {
        _filters.Told(new ModelFilters
        {
            Text = Blank(Text), Task = Blank(Task), Size = Blank(Size), Fits = Fits == "yes", Installed = Installed == "yes", Loaded = InMemory == "yes",
        });
        var now = EventMark.Catalog(View);
        if (_watching is null || now == _catalog)
            return;
        _catalog = now;
        await LookAsync();
    }

    public void Dispose()
    {
        _watching?.Dispose();
        _left.Cancel();
        _left.Dispose();
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private void Show(ModelFilters filters)
    {
        _filters.Change(filters);
        navigation.NavigateTo(navigation.GetUriWithQueryParameters(filters.ToQuery()), replace: true);
    }

    private async Task ShowAllAsync()
    {
        Show(ModelFilters.None);
        if (_filterBar is not null)
            await _filterBar.FocusAsync();
    }

    private async Task LookAsync()
    {
        try
        {
            _models = await Loading<ModelList>.OfAsync(client.ListModelsAsync(new ModelFilter { Installed = null }, _left.Token));
        }
        catch (OperationCanceledException) when (_left.IsCancellationRequested)
        {
            // The page was left.
        }
    }

    private async Task FetchAsync() => await dialogs.ShowAsync<FetchDialog>("Fetch a model", FormDialog.Options);

    private async Task ImportAsync()
    {
        var dialog = await dialogs.ShowAsync<ImportDialog>("Import a file", FormDialog.Options);
        if (await dialog.Result is { Canceled: false })
            await LookAsync();
    }
}
