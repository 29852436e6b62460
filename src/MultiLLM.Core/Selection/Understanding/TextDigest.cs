using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace MultiLLM.Core.Selection.Understanding;

/// <summary>
/// The digest of a text that comes in pieces, without the white space around it: clients trim answers before they send them back. Nothing is allocated
/// for a piece once its buffer has grown.
/// </summary>
internal sealed class TextDigest
{
    private readonly XxHash128 _hash = new();
    private readonly List<char> _space = [];
    private bool _begun;

    public long Characters { get; private set; }

    public void Append(ReadOnlySpan<char> piece)
    {
        if (!_begun)
            piece = piece.TrimStart();
        var text = piece.TrimEnd();
        if (text.Length > 0)
        {
            _begun = true;
            Add(CollectionsMarshal.AsSpan(_space));
            _space.Clear();
            Add(text);
        }
        _space.AddRange(piece[text.Length..]); // belongs to the text if more follows
    }

    public UInt128 Current => _hash.GetCurrentHashAsUInt128();

    public void Reset()
    {
        _hash.Reset();
        _space.Clear();
        (_begun, Characters) = (false, 0);
    }

    private void Add(ReadOnlySpan<char> text)
    {
        _hash.Append(MemoryMarshal.AsBytes(text));
        Characters += text.Length;
    }
}
