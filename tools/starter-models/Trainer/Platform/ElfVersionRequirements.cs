using System.Buffers.Binary;
using System.Text;

namespace StarterModels.Trainer.Platform;

/// <summary>The symbol versions that a 64-bit little-endian ELF library asks of others (section SHT_GNU_verneed).</summary>
internal static class ElfVersionRequirements
{
    private const uint VersionNeedSection = 0x6ffffffe;
    private const ushort WeakFlag = 2;

    /// <summary>Marks the named requirements as weak; returns how many were changed.</summary>
    public static int MakeWeak(Span<byte> image, string[] versions)
    {
        var sections = (int)BinaryPrimitives.ReadUInt64LittleEndian(image[0x28..]);
        var sectionSize = UInt16(image, 0x3A);
        var sectionCount = UInt16(image, 0x3C);
        var changed = 0;
        for (var index = 0; index < sectionCount; index++)
        {
            var header = sections + index * sectionSize;
            if (UInt32(image, header + 4) != VersionNeedSection)
                continue;

            var linked = sections + (int)UInt32(image, header + 0x28) * sectionSize;
            changed += MakeWeakInSection(image, SectionOffset(image, header), SectionOffset(image, linked), versions);
        }
        return changed;
    }

    private static int MakeWeakInSection(Span<byte> image, int library, int strings, string[] versions)
    {
        var changed = 0;
        while (true)
        {
            var need = library + (int)UInt32(image, library + 8);
            for (int left = UInt16(image, library + 2); left > 0; left--)
            {
                var flags = UInt16(image, need + 4);
                if ((flags & WeakFlag) == 0 && versions.Contains(ReadString(image, strings + (int)UInt32(image, need + 8))))
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(image[(need + 4)..], (ushort)(flags | WeakFlag));
                    changed++;
                }
                need += (int)UInt32(image, need + 12);
            }
            var next = (int)UInt32(image, library + 12);
            if (next == 0)
                return changed;
            library += next;
        }
    }

    private static int SectionOffset(Span<byte> image, int header) => (int)BinaryPrimitives.ReadUInt64LittleEndian(image[(header + 0x18)..]);

    private static ushort UInt16(Span<byte> image, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(image[offset..]);

    private static uint UInt32(Span<byte> image, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(image[offset..]);

    private static string ReadString(Span<byte> image, int offset)
    {
        var text = image[offset..];
        return Encoding.ASCII.GetString(text[..text.IndexOf((byte)0)]);
    }
}
