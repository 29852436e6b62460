using System.Text.Json;

namespace MultiLLM.Core.Gateway.Audit.Verifying;

/// <summary>Whether the end of a file can be the beginning of an entry whose writing was cut off. Pure.</summary>
internal static class TornLine
{
    /// <param name="tail">What follows the last line's end.</param>
    public static bool IsPossible(ReadOnlySpan<byte> tail)
    {
        if (!IsBeginOf(tail, "{\"hash\":\""u8))
            return false;
        try
        {
            var json = new Utf8JsonReader(tail, isFinalBlock: false, state: default);
            while (json.Read())
            {
                // a whole entry may only lack its line's end
                if (json.CurrentDepth == 0 && json.TokenType == JsonTokenType.EndObject)
                    return json.BytesConsumed == tail.Length;
            }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsBeginOf(ReadOnlySpan<byte> tail, ReadOnlySpan<byte> begin) =>
        tail.Length < begin.Length ? begin.StartsWith(tail) : tail.StartsWith(begin);
}
