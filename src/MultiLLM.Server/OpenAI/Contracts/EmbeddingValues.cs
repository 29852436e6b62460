using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiLLM.Server.OpenAI.Contracts;

/// <summary>A vector as it came from the engine, written as numbers or as Base64 without a detour.</summary>
/// <param name="LittleEndianFloats">32-bit floats.</param>
/// <param name="AsBase64">How to write them.</param>
[JsonConverter(typeof(EmbeddingValuesConverter))]
public readonly record struct EmbeddingValues(ReadOnlyMemory<byte> LittleEndianFloats, bool AsBase64);

internal sealed class EmbeddingValuesConverter : JsonConverter<EmbeddingValues>
{
    public override EmbeddingValues Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("The service only writes embeddings.");

    public override void Write(Utf8JsonWriter writer, EmbeddingValues value, JsonSerializerOptions options)
    {
        if (value.AsBase64)
        {
            writer.WriteBase64StringValue(value.LittleEndianFloats.Span);
            return;
        }
        writer.WriteStartArray();
        foreach (var number in MemoryMarshal.Cast<byte, float>(value.LittleEndianFloats.Span))
            writer.WriteNumberValue(number);
        writer.WriteEndArray();
    }
}
