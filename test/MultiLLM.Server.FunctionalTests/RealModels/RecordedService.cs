using System.Text.Json;
using MultiLLM.Contracts.Api;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.RealModels;

/// <summary>A service whose records are those of one class's tests.</summary>
public sealed class RecordedService : IAsyncLifetime
{
    private readonly TempFolder _home = new();

    internal RealService Real { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Real = await RealService.StartAsync(_home.Path, ["--MultiLLM:Analytics:FlushInterval", "00:00:00.020"]);

    public async ValueTask DisposeAsync()
    {
        await Real.DisposeAsync();
        _home.Dispose();
    }

    /// <summary>All of the last day, newest first.</summary>
    internal async Task<IReadOnlyList<RequestInfo>> RecordsAsync()
    {
        var (status, page) = await Real.Service.GetJsonAsync("/analytics/requests?limit=1000");
        Assert.True(status == 200, $"{status}: {page}");
        return page.Deserialize(ApiJsonContext.Default.RequestPage)!.Requests;
    }

    /// <summary>The records that an action leaves: as many as expected, and no more.</summary>
    internal async Task<IReadOnlyList<RequestInfo>> RecordsOfAsync(int expected, Func<Task> action)
    {
        var before = (await RecordsAsync()).Count;
        await action();
        await Eventually.TrueAsync(async () => (await RecordsAsync()).Count >= before + expected);
        await Task.Delay(TimeSpan.FromMilliseconds(60)); // longer than a record takes to be written
        return [.. (await RecordsAsync()).SkipLast(before)];
    }
}
