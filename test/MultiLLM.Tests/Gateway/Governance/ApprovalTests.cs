using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Governance.Approvals;

namespace MultiLLM.Tests.Gateway.Governance;

public sealed class ApprovalTests : IDisposable
{
    private readonly GovernanceRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Refusal_ApprovedOnly_UntilSomebodyApprovesAndSaysHow()
    {
        var before = _rig.Refusal();
        await _rig.DecideAsync(new ApprovalOrder(ApprovalVerdict.Approved) { Note = "ticket 7" });

        Assert.Equal(ErrorCode.ModelNotApproved, before?.Code);
        Assert.Contains("multillm governance approve m", before!.Message, StringComparison.Ordinal);
        Assert.Null(_rig.Refusal());
        var entry = Assert.Single(_rig.Entries);
        Assert.Equal((AuditActions.ModelApproved, "m", "req-1", "ticket 7", "MIT"), (entry.Action, entry.Subject, entry.RequestId, entry.Details["note"], entry.Details["license"]));
        Assert.Equal(64, entry.Details["digest"].Length);
    }

    [Fact]
    public async Task Refusal_FileChanged_ApprovalIsVoidUntilTheFileIsBack()
    {
        await _rig.DecideAsync(new ApprovalOrder(ApprovalVerdict.Approved));
        File.WriteAllText(_rig.Model.Path, "other weights");
        await _rig.LookAsync();
        var changed = _rig.Refusal();

        File.WriteAllText(_rig.Model.Path, "weights");
        File.SetLastWriteTimeUtc(_rig.Model.Path, new DateTime(2026, 2, 2, 0, 0, 0, DateTimeKind.Utc));
        await _rig.LookAsync();

        Assert.Contains("not the one that was approved", changed?.Message, StringComparison.Ordinal);
        Assert.Null(_rig.Refusal());
    }

    [Fact]
    public async Task Refusal_AfterItsTime_IsExpired()
    {
        await _rig.DecideAsync(new ApprovalOrder(ApprovalVerdict.Approved) { Until = _rig.Time.GetUtcNow().AddDays(1) });
        Assert.Null(_rig.Refusal());

        _rig.Time.Advance(TimeSpan.FromDays(1));

        Assert.Contains("ended on 2026-01-02", _rig.Refusal()?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_OtherTaskOrCaller_IsRefused()
    {
        await _rig.DecideAsync(new ApprovalOrder(ApprovalVerdict.Approved) { Tasks = [ModelTask.Code], Keys = ["key-a"], Roles = [CallerRole.Admin] });
        var user = new Caller { Name = "u", Role = CallerRole.User };

        Assert.Null(_rig.Refusal(user with { KeyId = "key-a" }, ModelTask.Code));
        Assert.Null(_rig.Refusal(Caller.Library, ModelTask.Code));
        Assert.Null(_rig.Refusal(Caller.Library, task: null));
        Assert.NotNull(_rig.Refusal(Caller.Library, ModelTask.Chat));
        Assert.NotNull(_rig.Refusal(user with { KeyId = "key-b" }, ModelTask.Code));
        Assert.NotNull(_rig.Refusal(user, ModelTask.Code));
    }

    [Fact]
    public async Task Refusal_Rejected_AlsoWhereNoApprovalIsNeeded()
    {
        using var open = new GovernanceRig(approvedOnly: false);
        Assert.Null(open.Refusal());

        await open.DecideAsync(new ApprovalOrder(ApprovalVerdict.Rejected) { Note = "leaks" });

        Assert.Contains("leaks", open.Refusal()?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decide_OtherDigestThanExpected_DecidesNothing()
    {
        var decided = await _rig.DecideAsync(new ApprovalOrder(ApprovalVerdict.Approved) { Digest = new string('a', 64) });

        Assert.Equal(ErrorCode.DigestMismatch, decided.Error?.Code);
        Assert.Empty(_rig.Entries);
        Assert.NotNull(_rig.Refusal());
    }

    [Fact]
    public async Task Book_Restarted_KnowsWhatWasDecided()
    {
        var decided = (await _rig.DecideAsync(new ApprovalOrder(ApprovalVerdict.Approved) { Tasks = [ModelTask.Code] })).Value!;

        var known = Assert.Single(_rig.NewBook().Current!).Value;

        Assert.Equal((decided.Digest, decided.By, decided.At), (known.Digest, known.By, known.At));
        Assert.Equal(["code"], known.Tasks);
    }

    [Fact]
    public async Task Withdraw_Decision_IsAsIfThereWasNone()
    {
        await _rig.DecideAsync(new ApprovalOrder(ApprovalVerdict.Approved));

        Assert.True(_rig.Book.Withdraw("m", Caller.Library, null).IsSuccess);

        Assert.NotNull(_rig.Refusal());
        Assert.Equal(ErrorCode.ApprovalNotFound, _rig.Book.Withdraw("m", Caller.Library, null).Error?.Code);
        Assert.Equal(AuditActions.ApprovalWithdrawn, _rig.Entries[^1].Action);
    }

    [Fact]
    public async Task Book_FileThatCannotBeRead_ApprovesNothingAndIsNotOverwritten()
    {
        await _rig.DecideAsync(new ApprovalOrder(ApprovalVerdict.Approved));
        var file = Path.Combine(_rig.Path, "governance", "approvals.json");
        File.WriteAllText(file, "[{");
        var book = _rig.NewBook();

        Assert.Null(book.Current);
        Assert.Equal(ErrorCode.GatewayStoreUnavailable, (await book.DecideAsync("m", new ApprovalOrder(ApprovalVerdict.Approved), Caller.Library, null, CancellationToken.None)).Error?.Code);
        Assert.Equal("[{", File.ReadAllText(file));
    }

    [Fact]
    public async Task Digest_OfTheFile_IsItsSha256AndRememberedOverARestart()
    {
        await _rig.LookAsync();

        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("weights"u8)), _rig.Digests.Of(_rig.Model)?.Sha256);
        Assert.False(await _rig.LookAsync()); // nothing is read twice
        Assert.Contains(_rig.Digests.Of(_rig.Model)!.Sha256!, File.ReadAllText(Path.Combine(_rig.Path, "governance", "digests.json")), StringComparison.Ordinal);
    }
}
