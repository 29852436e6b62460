using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using MultiLLM.Core.Analytics;
using MultiLLM.Core.Analytics.Prompts;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Audit.Holds;
using MultiLLM.Core.Gateway.Audit.Reading;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection.Decisions;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Analytics.Prompts;

public sealed class KeptPromptTests
{
    private const string Secret = "the unicorn sleeps";

    [Fact]
    public async Task Chat_PromptsAreKept_DatabaseHoldsNoneOfTheText()
    {
        await using var service = await KeepingAsync();
        await service.Chat.GetResponseAsync(Secret);

        Assert.Equal(Secret, Assert.Single(await RecordsAsync(service, 1)).Prompt);
        Assert.False(HomeContains(service, Secret));
        Assert.False(HomeContains(service, "unicorn"));
    }

    [Fact]
    public async Task Chat_ByDefault_NothingIsKept()
    {
        await using var service = await TestService.StartAsync([("talker", "")]);
        await service.Chat.GetResponseAsync(Secret);

        Assert.Null(Assert.Single(await RecordsAsync(service, 1)).Prompt);
        Assert.False(HomeContains(service, "unicorn"));
    }

    [Fact]
    public async Task Erase_Conversation_TextsAreGoneEverywhereAndTheRecordStays()
    {
        await using var service = await KeepingAsync();
        await service.Chat.GetResponseAsync(Secret);
        var record = Assert.Single(await RecordsAsync(service, 1));
        var saved = Path.Combine(Directory.CreateDirectory(FolderOf(service, record.ModelUsed!)).FullName, "1.kv");
        File.WriteAllText(saved, Secret);

        var erased = await EraseAsync(service, new ErasureScope(record.ConversationId!, null));

        Assert.Equal(new ErasedRecords(1, 1, 1), erased.Value);
        Assert.Null(Assert.Single(await RecordsAsync(service, 1)).Prompt);
        Assert.Null(Assert.Single(service.Services.GetRequiredService<IDecisionLog>().Query(new DecisionFilter())).Prompt);
        Assert.False(File.Exists(saved));
        var entry = await EntryAsync(service, AuditActions.RecordsErased);
        Assert.Equal(("done", record.ConversationId, "1"), (entry.Outcome, entry.Subject, entry.Details["prompts"]));
    }

    [Fact]
    public async Task Erase_ConversationOfARefusedRequest_ItsTextIsGoneToo()
    {
        await using var service = await KeepingAsync();
        var options = new GenerationOptions { ModelId = "nobody", Wishes = new SelectionWishes { ConversationId = "conv-x" } };
        await Assert.ThrowsAnyAsync<Exception>(() => service.Chat.GetResponseAsync(Secret, options));
        var record = Assert.Single(await RecordsAsync(service, 1));
        Assert.Equal((RequestOutcome.Refused, "conv-x"), (record.Outcome, record.ConversationId));
        Assert.NotNull(record.Prompt);

        Assert.Equal(1, (await EraseAsync(service, new ErasureScope("conv-x", null))).Value?.Prompts);
    }

    [Fact]
    public async Task Erase_UnderAHoldThatCoversSomeOfIt_IsRefusedAndNoted()
    {
        await using var service = await KeepingAsync();
        await service.Chat.GetResponseAsync(Secret);
        var record = Assert.Single(await RecordsAsync(service, 1));
        var holds = service.Services.GetRequiredService<ILegalHolds>();
        var other = holds.Place(new HoldOrder("other", "key-other", null, null, null), Caller.Library, null).Value!;
        var hold = holds.Place(new HoldOrder("case 7", null, null, record.Time.AddMinutes(-1), record.Time.AddMinutes(1)), Caller.Library, null).Value!;

        var refused = await EraseAsync(service, new ErasureScope(record.ConversationId!, null));
        holds.Lift(hold.Id, "closed", Caller.Library, null);
        var erased = await EraseAsync(service, new ErasureScope(record.ConversationId!, null));

        Assert.Equal(ErrorCode.LegalHold, refused.Error?.Code);
        Assert.Contains("case 7", refused.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(1, erased.Value?.Prompts);
        Assert.NotEqual(other.Id, hold.Id);
    }

    [Fact]
    public async Task Start_DatabaseWithTextsInClear_LosesThem()
    {
        using var folder = new TempFolder();
        var path = Path.Combine(folder.Path, "analytics.db");
        await using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = $"""
                CREATE TABLE multillm_meta (name TEXT PRIMARY KEY, value BIGINT NOT NULL);
                INSERT INTO multillm_meta VALUES ('schema_version', 2);
                CREATE TABLE multillm_requests (id BIGINT PRIMARY KEY);
                CREATE TABLE multillm_prompts (request_id TEXT NOT NULL, time_ms BIGINT NOT NULL, prompt TEXT NOT NULL);
                INSERT INTO multillm_prompts VALUES ('r', 1, '{Secret}');
                """;
            await command.ExecuteNonQueryAsync();
        }
        Assert.Contains(Secret, Latin(path), StringComparison.Ordinal);

        await using (var store = new Core.Analytics.Store.AnalyticsStore(new Core.Analytics.Store.SqliteDialect(path)))
            await store.PrepareAsync(CancellationToken.None);

        foreach (var file in Directory.EnumerateFiles(folder.Path))
            Assert.DoesNotContain("unicorn", Latin(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upkeep_UnderAHold_OldRecordsStay()
    {
        await using var service = await KeepingAsync();
        var store = service.Services.GetRequiredService<Core.Analytics.Store.AnalyticsStore>();
        var old = TimeProvider.System.GetUtcNow().AddDays(-90);
        RequestRecordOf(out var held, old, "key-a");
        RequestRecordOf(out var free, old, "key-b");
        await store.WriteAsync([held, free], new Core.Analytics.Store.Run("r", old), 2, CancellationToken.None);
        service.Services.GetRequiredService<ILegalHolds>().Place(new HoldOrder("case 7", "key-a", null, null, null), Caller.Library, null);

        await service.Services.GetRequiredService<Core.Analytics.Recording.AnalyticsUpkeep>().RunAsync(CancellationToken.None);

        Assert.Equal(["key-a"], (await RecordsAsync(service, 0)).Select(record => record.Key));
    }

    private static void RequestRecordOf(out RequestRecord record, DateTimeOffset time, string key) => record = Records.Answered(time) with { Key = key };

    private static Task<TestService> KeepingAsync() => TestService.StartAsync([("talker", "")], ("Analytics:KeepPrompts", "true"), ("KeepPrompts", "true"));

    private static ValueTask<Result<ErasedRecords>> EraseAsync(TestService service, ErasureScope scope) =>
        service.Services.GetRequiredService<IPromptEraser>().EraseAsync(scope, Caller.Library, "req-9", CancellationToken.None);

    private static async Task<IReadOnlyList<RequestRecord>> RecordsAsync(TestService service, int count)
    {
        var analytics = service.Services.GetRequiredService<IAnalytics>();
        await Eventually.HoldsAsync(() => analytics.Recording.Written >= count, $"{count} records are written");
        var filter = new RecordFilter { From = DateTimeOffset.UnixEpoch, To = DateTimeOffset.MaxValue };
        return (await analytics.RequestsAsync(filter, null, ascending: true, 100, CancellationToken.None)).OrThrow();
    }

    private static async Task<AuditEntry> EntryAsync(TestService service, string action)
    {
        var reader = service.Services.GetRequiredService<IAuditReader>();
        AuditRecord? found = null;
        await Eventually.HoldsAsync(() => (found = reader.Newest(new AuditFilter { Action = action }, null, 1, CancellationToken.None).FirstOrDefault()) is not null, $"{action} is in the log");
        return found!.Entry;
    }

    private static string FolderOf(TestService service, string model)
    {
        var unique = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(model)).AsSpan(0, 4));
        return Path.Combine(service.Home, "kv", $"{model}-{unique}");
    }

    private static bool HomeContains(TestService service, string text) =>
        Directory.EnumerateFiles(service.Home, "*", SearchOption.AllDirectories).Where(file => !IsLocked(file)).Any(file => Latin(file).Contains(text, StringComparison.Ordinal));

    /// <summary>The audit log's lock, and the count of records: 32 bytes.</summary>
    private static bool IsLocked(string file) => Path.GetFileName(file) is "lock" or "analytics.db.run";

    private static string Latin(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file, Encoding.Latin1);
        return reader.ReadToEnd();
    }
}
