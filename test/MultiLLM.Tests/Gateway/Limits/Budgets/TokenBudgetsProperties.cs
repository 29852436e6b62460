using CsCheck;
using MultiLLM.Core.Gateway.Limits.Budgets;

namespace MultiLLM.Tests.Gateway.Limits.Budgets;

/// <summary>Several gateways, any of which may be killed, any requests, in any order.</summary>
public sealed class TokenBudgetsProperties
{
    private static readonly BudgetId Day = new("key-a", BudgetPeriod.DayOf(DateTimeOffset.UnixEpoch));
    private static readonly Gen<(int Kind, int Pick, int Tokens)> Step = Gen.Select(Gen.Int[0, 99], Gen.Int[0, 1000], Gen.Int[1, 400]);

    /// <summary>What was promised and not settled counts as used up: it may have been.</summary>
    [Fact]
    public Task AnyHistory_NeverMoreThanTheBudget_AndAllOfItCanBeUsed() => Gen.Select(Gen.Int[1, 3], Gen.Int[50, 2000], Step.Array[1, 150]).SampleAsync(
        async (count, limit, steps) =>
        {
            var store = new MemoryBudgets();
            var gateways = Enumerable.Range(0, count).Select(_ => new TokenBudgets(store, TimeProvider.System)).ToList();
            var open = new List<(int Gateway, BudgetReservation Promise)>();
            long used = 0, lost = 0;
            foreach (var (kind, pick, tokens) in steps)
            {
                var at = pick % count;
                switch (kind)
                {
                    case < 50:
                        var least = kind % 2 == 0 ? tokens : 1;
                        var (promise, error) = await gateways[at].ReserveAsync(Day, limit, least, tokens, CancellationToken.None);
                        Assert.Null(error);
                        if (promise is null)
                            break;
                        Assert.InRange(promise.Tokens, least, tokens);
                        open.Add((at, promise));
                        break;
                    case < 85 when open.Count > 0:
                        var (gateway, over) = open[pick % open.Count];
                        open.RemoveAt(pick % open.Count);
                        var really = tokens * over.Tokens / 400;
                        over.Settle(really);
                        used += really;
                        break;
                    case < 95:
                        await gateways[at].WriteAsync(kind % 2 == 0 ? TimeSpan.Zero : TimeSpan.FromHours(1), CancellationToken.None);
                        break;
                    case < 98:
                        lost += open.Where(one => one.Gateway == at).Sum(one => one.Promise.Tokens);
                        open.RemoveAll(one => one.Gateway == at);
                        gateways[at] = new TokenBudgets(store, TimeProvider.System);
                        break;
                }
                var promised = open.Sum(one => one.Promise.Tokens);
                Assert.True(used + lost + promised <= limit, $"{used} used, {lost} lost, {promised} promised of {limit}");
                Assert.InRange(store[Day].Taken, used + lost + promised, limit);
            }
            await RestIsUsableAsync(store, gateways, open, limit);
        },
        iter: 400);

    private static async Task RestIsUsableAsync(MemoryBudgets store, List<TokenBudgets> gateways, List<(int Gateway, BudgetReservation Promise)> open, int limit)
    {
        foreach (var (_, promise) in open)
            promise.Settle(0);
        foreach (var gateway in gateways)
        {
            await gateway.WriteAsync(TimeSpan.Zero, CancellationToken.None);
            await gateway.WriteAsync(TimeSpan.Zero, CancellationToken.None);
            Assert.False(gateway.IsUsed);
        }
        var left = limit - store[Day].Taken;
        if (left == 0)
            return;
        Assert.NotNull((await gateways[0].ReserveAsync(Day, limit, left, left, CancellationToken.None)).Promise);
        Assert.Null((await gateways[^1].ReserveAsync(Day, limit, 1, 1, CancellationToken.None)).Promise);
    }
}
