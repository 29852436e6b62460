using Microsoft.Playwright;
using MultiLLM.EndToEndTests.Support;

namespace MultiLLM.EndToEndTests.Browser.Support;

/// <summary>One service and one browser for all tests that only look at pages or leave the service as it was.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private IPlaywright _playwright = null!;

    public RunningService Service { get; } = new();

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(15_000);
        Browser = await Chromium.LaunchAsync(_playwright);
        await Service.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await Browser.DisposeAsync();
        _playwright.Dispose();
    }
}

[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<BrowserFixture>, ICollectionFixture<RiggedService>, ICollectionFixture<KeyedService>
{
    public const string Name = "Browser";
}
