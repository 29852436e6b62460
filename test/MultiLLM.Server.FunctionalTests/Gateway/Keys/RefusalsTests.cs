using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Server.Gateway.Keys.Authentication;

namespace MultiLLM.Server.FunctionalTests.Gateway.Keys;

public sealed class RefusalsTests : IAuditLog, IDisposable
{
    private readonly List<AuditEntry> _entries = [];
    private readonly RepeatedActs _acts;
    private readonly Refusals _refusals;

    public RefusalsTests()
    {
        _acts = new RepeatedActs(this, new FakeTimeProvider());
        _refusals = new Refusals(_acts);
    }

    [Fact]
    public void Note_ManyOfOneAddress_AreTwoEntriesAMinute()
    {
        for (var i = 0; i < 1000; i++)
            Note("192.0.2.1", ErrorCode.KeyMissing);
        Assert.Single(_entries);

        _acts.Sweep();

        Assert.Equal(["1", "999"], _entries.Select(entry => entry.Details["count"]));
        Assert.All(_entries, entry => Assert.Equal(("access.refused", "refused", "192.0.2.1", "key_missing"), (entry.Action, entry.Outcome, entry.Details["address"], entry.Details["reason"])));
        Note("192.0.2.1", ErrorCode.KeyMissing);
        Assert.Equal(3, _entries.Count);
    }

    [Fact]
    public void Note_ManyAddresses_StayBounded()
    {
        for (var i = 0; i < 5000; i++)
            Note($"10.0.{i >> 8}.{i & 255}", ErrorCode.KeyInvalid);
        _acts.Sweep();

        Assert.InRange(_entries.Count, 1000, 1100);
        Assert.Equal(5000, _entries.Sum(entry => int.Parse(entry.Details["count"])));
    }

    void IAuditLog.Append(AuditEntry entry) => _entries.Add(entry);

    public void Dispose() => _acts.Dispose();

    private void Note(string address, ErrorCode code)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = System.Net.IPAddress.Parse(address);
        _refusals.Note(context, new Error(code, "no"), null);
    }
}
