using System.Buffers;
using System.Text;

namespace MultiLLM.Runner.Text;

/// <summary>
/// Turns the bytes of tokens into text, giving out whole characters only: an unfinished character (at most 3 bytes) waits for
/// its rest. Bytes that can never become a character turn into U+FFFD.
/// </summary>
internal sealed class Utf8Assembler
{
    private const int StackChars = 256;

    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    /// <summary>The text that these bytes complete; empty where they end inside a character.</summary>
    public string Push(ReadOnlySpan<byte> bytes) => Decode(bytes, flush: false);

    /// <summary>Ends the text: what is left of an unfinished character becomes U+FFFD. The assembler is then as new.</summary>
    public string Flush() => Decode([], flush: true);

    private string Decode(ReadOnlySpan<byte> bytes, bool flush)
    {
        // A held tail can add one character to what the bytes themselves give.
        var capacity = bytes.Length + 2;
        if (capacity <= StackChars)
        {
            Span<char> chars = stackalloc char[StackChars];
            return new string(chars[.._decoder.GetChars(bytes, chars, flush)]);
        }

        var rented = ArrayPool<char>.Shared.Rent(capacity);
        try
        {
            return new string(rented, 0, _decoder.GetChars(bytes, rented, flush));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }
}
