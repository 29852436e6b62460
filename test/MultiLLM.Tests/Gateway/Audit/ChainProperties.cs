using System.Buffers;
using CsCheck;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Audit.Chain;

namespace MultiLLM.Tests.Gateway.Audit;

public sealed class ChainProperties
{
    private static readonly Gen<AuditEntry> Entries =
        from subject in Gen.String
        from name in Gen.String
        from text in Gen.String
        from hasKey in Gen.Bool
        select AuditRig.Entry(subject) with { KeyId = hasKey ? text : null, Details = new Dictionary<string, string> { [name] = text } };

    [Fact]
    public void Append_AnyEntries_LinesReadBackAndEachHashFollowsTheOneBefore() => Entries.List[1, 20].Sample(entries =>
    {
        var output = new ArrayBufferWriter<byte>();
        var head = ChainHead.Start;
        foreach (var entry in entries)
            head = AuditLine.Append(output, head, entry, DateTimeOffset.UnixEpoch);

        var lines = System.Text.Encoding.UTF8.GetString(output.WrittenSpan).Split('\n');
        Assert.Equal(entries.Count + 1, lines.Length);
        var previous = ChainHead.Start.Hash;
        for (var i = 0; i < entries.Count; i++)
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(lines[i]);
            Assert.True(AuditLine.TrySplit(bytes, out var hash, out var body));
            Assert.Equal(AuditLine.HashOf(previous, body), hash);
            var record = AuditLine.Parse(bytes)!;
            Assert.Equal(i + 1, record.Sequence);
            Assert.Equal(AuditText.Of(entries[i].Subject!), record.Entry.Subject);
            previous = hash;
        }
        Assert.Equal(head, new ChainHead(entries.Count, previous));
    });

    [Fact]
    public void Append_OtherFirstEntry_ChangesTheHashOfTheLast() => Gen.Select(Entries, Entries, Entries.List[1, 5]).Sample((one, other, rest) =>
    {
        if (AuditText.Of(one.Subject!) != AuditText.Of(other.Subject!))
            Assert.NotEqual(EndOf([one, .. rest]), EndOf([other, .. rest]));
    });

    private static string EndOf(IEnumerable<AuditEntry> entries) =>
        entries.Aggregate(ChainHead.Start, (head, entry) => AuditLine.Append(new ArrayBufferWriter<byte>(), head, entry, DateTimeOffset.UnixEpoch)).Hash;
}
