using System.Text;
using CsCheck;
using MultiLLM.Runner.Text;

namespace MultiLLM.Runner.Tests.Text;

public sealed class Utf8AssemblerTests
{
    [Fact]
    public void Push_CharacterSplitOverFourTokens_ComesWhole()
    {
        var assembler = new Utf8Assembler();
        var bytes = "😀"u8.ToArray();

        var pieces = bytes.Select(b => assembler.Push([b])).ToArray();

        Assert.Equal(["", "", "", "😀"], pieces);
        Assert.Equal("", assembler.Flush());
    }

    [Fact]
    public void Flush_UnfinishedCharacter_BecomesReplacement()
    {
        var assembler = new Utf8Assembler();

        Assert.Equal("a", assembler.Push([(byte)'a', 0xE2, 0x82]));
        Assert.Equal("\uFFFD", assembler.Flush());
        Assert.Equal("b", assembler.Push("b"u8));
    }

    [Fact]
    public void Push_InvalidByte_BecomesReplacement()
    {
        var assembler = new Utf8Assembler();

        Assert.Equal("a\uFFFDb", assembler.Push([(byte)'a', 0xFF, (byte)'b']));
    }

    [Fact]
    public void Push_AnyBytesInAnyPieces_EqualsDecodingAtOnce() =>
        Gen.Select(Bytes, Gen.Int[1, 400].Array[1, 30]).Sample((bytes, sizes) =>
        {
            var assembler = new Utf8Assembler();
            var text = new StringBuilder();
            foreach (var piece in Pieces.Of(bytes.Length, sizes))
            {
                text.Append(assembler.Push(bytes.AsSpan(piece)));
            }

            text.Append(assembler.Flush());
            Assert.Equal(Encoding.UTF8.GetString(bytes), text.ToString());
        });

    [Fact]
    public void Push_ValidTextByteByByte_GivesNoHalfCharacters() =>
        Gen.String.Where(s => !s.Any(char.IsSurrogate)).Sample(text =>
        {
            var assembler = new Utf8Assembler();
            var parts = Encoding.UTF8.GetBytes(text + "𝄞é").Select(b => assembler.Push([b])).Where(part => part.Length > 0);
            Assert.Equal((text + "𝄞é").EnumerateRunes().Select(rune => rune.ToString()), parts);
        });

    private static readonly string[] Words = ["é", "€", "😀", "plain", "\uFFFD"];

    // Random bytes seldom form long sequences, so valid text is mixed in.
    private static readonly Gen<byte[]> Bytes =
        Gen.OneOf(Gen.Byte.Array[0, 6], Gen.Int[0, Words.Length - 1].Select(i => Encoding.UTF8.GetBytes(Words[i])))
            .Array[0, 60].Select(parts => parts.SelectMany(part => part).ToArray());
}
