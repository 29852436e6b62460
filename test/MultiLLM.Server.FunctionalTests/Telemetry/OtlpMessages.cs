using Google.Protobuf;

namespace MultiLLM.Server.FunctionalTests.Telemetry;

/// <summary>Reads the few fields of OTLP's messages that tests look at, by their numbers in the published protocol.</summary>
internal static class OtlpMessages
{
    /// <summary>The fields of one message: numbers as they are, everything else as bytes.</summary>
    public static ILookup<int, (ulong Number, byte[] Bytes)> Fields(byte[] message)
    {
        var fields = new List<(int Field, (ulong, byte[]) Value)>();
        var input = new CodedInputStream(message);
        while (input.ReadTag() is not 0 and var tag)
        {
            fields.Add((WireFormat.GetTagFieldNumber(tag), WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => (input.ReadUInt64(), []),
                WireFormat.WireType.Fixed64 => (input.ReadFixed64(), []),
                WireFormat.WireType.Fixed32 => (input.ReadFixed32(), []),
                _ => (0, input.ReadBytes().ToByteArray()),
            }));
        }
        return fields.ToLookup(field => field.Field, field => field.Value);
    }

    /// <summary>resource_*, then scope_*, then the items: all three kinds of request are nested alike.</summary>
    public static IEnumerable<byte[]> Items(byte[] request) =>
        from resource in Fields(request)[1]
        from scope in Fields(resource.Bytes)[2]
        from item in Fields(scope.Bytes)[2]
        select item.Bytes;

    public static List<string> MetricNames(byte[] request) => [.. Items(request).Select(metric => Text(Fields(metric)[1]))];

    public static List<string> LogTraceIds(byte[] request) => [.. Items(request).Select(record => Hex(Fields(record)[9]))];

    public static string Text(IEnumerable<(ulong, byte[] Bytes)> field) => System.Text.Encoding.UTF8.GetString(field.Select(value => value.Bytes).LastOrDefault() ?? []);

    public static string Hex(IEnumerable<(ulong, byte[] Bytes)> field) => Convert.ToHexStringLower(field.Select(value => value.Bytes).LastOrDefault() ?? []);

    /// <summary>A KeyValue, its value as text.</summary>
    public static (string Key, string Value) Attribute(byte[] pair)
    {
        var fields = Fields(pair);
        var value = Fields(fields[2].Single().Bytes);
        return (Text(fields[1]), value[1].Any() ? Text(value[1]) : value[3].Any() ? value[3].Single().Number.ToString() : "");
    }
}

/// <param name="TraceId">Hexadecimal.</param>
/// <param name="SpanId">Hexadecimal.</param>
/// <param name="ParentId">Hexadecimal; empty: none.</param>
/// <param name="Name">Its name.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Attributes">Texts and whole numbers.</param>
/// <param name="Events">Their names.</param>
internal sealed record OtlpSpan(
    string TraceId, string SpanId, string ParentId, string Name, double Seconds, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<string> Events)
{
    public static List<OtlpSpan> ReadAll(byte[] request) => [.. OtlpMessages.Items(request).Select(Read)];

    private static OtlpSpan Read(byte[] span)
    {
        var fields = OtlpMessages.Fields(span);
        return new(
            OtlpMessages.Hex(fields[1]), OtlpMessages.Hex(fields[2]), OtlpMessages.Hex(fields[4]), OtlpMessages.Text(fields[5]),
            (fields[8].Single().Number - fields[7].Single().Number) / 1e9,
            fields[9].Select(pair => OtlpMessages.Attribute(pair.Bytes)).ToDictionary(pair => pair.Key, pair => pair.Value),
            [.. fields[11].Select(happened => OtlpMessages.Text(OtlpMessages.Fields(happened.Bytes)[2]))]);
    }
}
