using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MultiLLM.Core.Analytics.Store;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Sessions;
using MultiLLM.Core.Gateway.Store;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Gateway.Sessions;

public sealed class EndedSessionsTests : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly List<GatewayStore> _stores = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores)
            await store.DisposeAsync();
        _folder.Dispose();
    }

    private DateTimeOffset Tomorrow => _time.GetUtcNow().AddDays(1);

    [Fact]
    public async Task IsEnded_NeverEnded_IsFalse() => Assert.False(await Start().IsEndedAsync("a", Tomorrow, default));

    [Fact]
    public async Task End_OfOne_EndsThisOneOnlyAndAfterARestartToo()
    {
        var sessions = Start();
        Assert.True(await sessions.EndAsync("a", Tomorrow, default));

        Assert.True(sessions.IsEnded("a", Tomorrow));
        Assert.False(sessions.IsEnded("b", Tomorrow));
        var later = Start();
        Assert.True(await later.IsEndedAsync("a", Tomorrow, default));
        Assert.False(await later.IsEndedAsync("b", Tomorrow, default));
    }

    [Fact]
    public async Task End_OnAnotherGateway_IsSeenWithinSeconds()
    {
        var (here, there) = (Start(), Start());
        Assert.False(await here.IsEndedAsync("a", Tomorrow, default));
        await there.EndAsync("a", Tomorrow, default);

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.True(await here.IsEndedAsync("a", Tomorrow, default));
    }

    [Fact]
    public async Task IsEnded_DatabaseNeverSeen_IsTrue()
    {
        File.WriteAllText(_folder.Path + "/gateway.db", "this is no database, and longer than the hundred bytes of a header, so that nobody takes it for an empty one");

        var sessions = Start();

        Assert.True(await sessions.IsEndedAsync("a", Tomorrow, default));
        Assert.False(await sessions.EndAsync("b", Tomorrow, default));
        Assert.True(sessions.IsEnded("b", Tomorrow));
    }

    /// <summary>Somebody with a key may sign in and out all day.</summary>
    [Fact]
    public async Task End_OfVeryMany_StaysBoundedAndRevivesNone()
    {
        var sessions = Start();
        var first = Tomorrow;
        await sessions.EndAsync("first", first, default);
        await FillAsync(first);
        _time.Advance(TimeSpan.FromMinutes(1));
        await sessions.EndAsync("last", Tomorrow, default);

        var later = Start();
        Assert.True(await later.IsEndedAsync("first", first, default));
        Assert.True(await later.IsEndedAsync("last", Tomorrow, default));
        Assert.True(await later.IsEndedAsync("another that began before", Tomorrow, default));
        Assert.False(await later.IsEndedAsync("one that begins now", Tomorrow.AddSeconds(1), default));
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task End_OfOneThatIsOver_IsForgotten()
    {
        var sessions = Start();
        await sessions.EndAsync("a", Tomorrow, default);
        _time.Advance(TimeSpan.FromDays(2));

        await sessions.EndAsync("b", Tomorrow, default);

        Assert.Equal(1, await CountAsync());
    }

    private EndedSessions Start()
    {
        var store = new GatewayStore(new SqliteDialect(Path.Combine(_folder.Path, "gateway.db"), isDurable: true), [EndedSessionTable.Tables]);
        _stores.Add(store);
        return new EndedSessions(store, Options.Create(new GatewayOptions()), _time);
    }

    private async Task FillAsync(DateTimeOffset until) => (await _stores[0].ChangeAsync<bool>(async (connection, transaction, cancel) =>
    {
        for (var i = 0; i < EndedSessions.Most; i++)
        {
            await using var insert = connection.Command(transaction, "INSERT INTO multillm_ended_sessions (id, until_ms) VALUES (@id, @until)", ("@id", $"s{i}"), ("@until", until.ToUnixTimeMilliseconds()));
            await insert.ExecuteNonQueryAsync(cancel);
        }
        return true;
    }, default)).OrThrow();

    private async Task<long?> CountAsync() => (await _stores[0].ReadAsync<long>(
        async (connection, cancel) => await connection.NumberAsync("SELECT COUNT(*) FROM multillm_ended_sessions", cancel) ?? -1, default)).OrThrow();
}
