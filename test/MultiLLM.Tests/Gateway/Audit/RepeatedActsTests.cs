using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Audit;

namespace MultiLLM.Tests.Gateway.Audit;

public sealed class RepeatedActsTests : IAuditLog, IDisposable
{
    private readonly List<AuditEntry> _entries = [];
    private readonly RepeatedActs _acts;

    public RepeatedActsTests() => _acts = new RepeatedActs(this, new FakeTimeProvider());

    [Fact]
    public void Note_ManyOfOneKind_AreTwoEntriesAMinuteThatCountThemAll()
    {
        for (var i = 0; i < 1000; i++)
            Note("192.0.2.1", "key_missing");
        Note("192.0.2.1", "key_invalid");
        Note("192.0.2.2", "key_missing");
        Assert.Equal(["1", "1", "1"], Counts);

        _acts.Sweep();
        Assert.Equal(["1", "1", "1", "999"], Counts);
        Note("192.0.2.1", "key_missing");
        _acts.Sweep();
        Assert.Equal(["1", "1", "1", "999", "1"], Counts);
        Assert.All(_entries, entry => Assert.Equal("kept", entry.Details["other"]));
    }

    [Fact]
    public void Note_ManyCallers_StayBoundedAndAreAllCounted()
    {
        for (var i = 0; i < 5000; i++)
            Note($"10.0.{i >> 8}.{i & 255}", "key_invalid");
        _acts.Sweep();

        Assert.InRange(_entries.Count, 1000, 1100);
        Assert.Equal(5000, Counts.Sum(count => int.Parse(count, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Note_MoreCallersThanAreToldApart_AreAddedUpUnderNobodysName()
    {
        for (var i = 0; i < 1030; i++)
            _acts.Note($"address {i}", "key_invalid", AuditEntry.By(Caller.Library, AuditActions.AccessRefused, "refused") with
            {
                KeyId = $"key-{i}",
                Details = new Dictionary<string, string> { ["address"] = $"address {i}", ["reason"] = "key_invalid" },
            });
        _acts.Sweep();

        var together = _entries[^1];
        Assert.Equal(("others", null, "5"), (together.Actor, together.KeyId, together.Details["count"]));
        Assert.Equal(["count", "reason"], together.Details.Keys.Order());
        Assert.Equal("key-1024", _entries[^2].KeyId);
    }

    void IAuditLog.Append(AuditEntry entry) => _entries.Add(entry);

    public void Dispose() => _acts.Dispose();

    private IEnumerable<string> Counts => _entries.Select(entry => entry.Details["count"]);

    private void Note(string who, string what) => _acts.Note(who, what, AuditEntry.By(Caller.Library, AuditActions.AccessRefused, "refused") with
    {
        Details = new Dictionary<string, string> { ["other"] = "kept" },
    });
}
