using System.Collections.Concurrent;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MultiLLM.EndToEndTests.Browser.Support;

/// <summary>A page of the service in a browser of its own, without cookies of earlier ones. Keeps what went wrong in it.</summary>
public sealed class Tab : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly Uri _service;
    private readonly ConcurrentQueue<string> _complaints = [];

    private Tab(IBrowserContext context, IPage page, Uri service)
    {
        (_context, Page, _service) = (context, page, service);
        context.Console += (_, said) =>
        {
            if (said.Type is "error" or "warning")
                _complaints.Enqueue($"console {said.Type}: {said.Text}");
        };
        context.WebError += (_, failure) => _complaints.Enqueue($"script: {failure.Error}");
        context.Request += (_, request) => CheckAddress(request.Url);
        context.Response += (_, response) =>
        {
            if (response.Status >= 400 && !response.Request.IsNavigationRequest)
                _complaints.Enqueue($"{response.Status} {response.Url}");
        };
        page.WebSocket += (_, socket) => CheckAddress(socket.Url);
    }

    public IPage Page { get; }

    public ILocator Heading => Page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    public ILocator Menu => Page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" });

    /// <summary>What says that the page has lost the service.</summary>
    public ILocator Lost => Page.GetByText("The service does not answer.");

    /// <summary>"light" or "dark", as the page's colours are.</summary>
    public Task<string?> Theme => Page.Locator("html").GetAttributeAsync("data-theme");

    public static async Task<Tab> NewAsync(IBrowser browser, Uri service, Look look)
    {
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = service.ToString(),
            ColorScheme = look.System,
            ReducedMotion = ReducedMotion.Reduce, // colours that are on their way have no contrast to speak of
            ViewportSize = new() { Width = look.Width, Height = look.Height },
            TimezoneId = look.Zone,
        });
        context.SetDefaultTimeout(15_000);
        if (look.Script is { } script)
            await context.AddInitScriptAsync(script);
        return new Tab(context, await context.NewPageAsync(), service);
    }

    /// <summary>Opens a page and waits until it is alive.</summary>
    public async Task<IResponse> GoAsync(string path)
    {
        var response = await Page.GotoAsync(path);
        await ReadyAsync();
        return response!;
    }

    public Task ReadyAsync() => Expect(Page.Locator("html[data-ready]")).ToBeAttachedAsync();

    public ILocator Part(string testId) => Page.GetByTestId(testId);

    public Task<bool> ScrollsSidewaysAsync() =>
        Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth");

    /// <summary>What went wrong since the last call: errors and warnings of scripts, failed requests, requests to others than the service.</summary>
    public IReadOnlyList<string> TakeComplaints()
    {
        var taken = new List<string>();
        while (_complaints.TryDequeue(out var complaint))
            taken.Add(complaint);
        return taken;
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private void CheckAddress(string address)
    {
        var uri = new Uri(address);
        if (uri.Scheme is not ("data" or "blob") && uri.Authority != _service.Authority)
            _complaints.Enqueue($"request to {address}");
    }
}
