using Microsoft.Extensions.Time.Testing;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Access;
using MultiLLM.Core.Gateway.Audit;

namespace MultiLLM.Tests.Gateway.Access;

public sealed class RefusalNotesTests : IAuditLog
{
    private static readonly ModelDefinition Model = new() { Id = "m", Name = "M", Kind = ModelKind.Chat, Path = "/m" };
    private readonly List<AuditEntry> _entries = [];

    void IAuditLog.Append(AuditEntry entry) => _entries.Add(entry);

    [Fact]
    public void Note_ManyOfOneCaller_AreOneEntryAMinuteWithTheirNumber()
    {
        using var acts = new RepeatedActs(this, new FakeTimeProvider());
        var notes = new RefusalNotes(acts);
        var refusal = new Error(ErrorCode.ModelNotApproved, "no");
        for (var i = 0; i < 100; i++)
            notes.Note(Caller.Library, Model, refusal);
        notes.Note(Caller.Library with { KeyId = "key-b" }, Model, refusal);
        acts.Sweep();
        notes.Note(Caller.Library, Model, refusal);

        Assert.Equal(["1", "1", "99", "1"], _entries.Select(entry => entry.Details["count"]));
        Assert.All(_entries, entry => Assert.Equal((AuditActions.ModelRefused, "refused", "m", "model_not_approved"), (entry.Action, entry.Outcome, entry.Subject, entry.Details["code"])));
    }
}
