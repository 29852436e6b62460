using System.Collections.Frozen;
using System.Text;
using MultiLLM.Runner.Native;

namespace MultiLLM.Runner.Inference;

/// <summary>Text to tokens and back. Reads only; safe from any thread while the model lives.</summary>
internal sealed unsafe class Vocabulary : IVocabulary
{
    private readonly nint _vocab;
    private readonly byte[]?[] _pieces;

    public Vocabulary(LlamaModelHandle model)
    {
        _vocab = LlamaApi.llama_model_get_vocab(model);
        Size = LlamaApi.llama_vocab_n_tokens(_vocab);
        _pieces = new byte[]?[Size];
        AddsBos = LlamaApi.llama_vocab_get_add_bos(_vocab) != 0;
        BosText = TextOf(LlamaApi.llama_vocab_bos(_vocab));
        EosText = TextOf(LlamaApi.llama_vocab_eos(_vocab));
        var end = new HashSet<int>();
        var control = new List<string>();
        for (var token = 0; token < Size; token++)
        {
            if (LlamaApi.llama_vocab_is_eog(_vocab, token) != 0)
                end.Add(token);
            // User-defined tokens are read as themselves wherever their text stands; only control tokens can be kept out of text.
            if (((LlamaTokenAttributes)LlamaApi.llama_vocab_get_attr(_vocab, token)).HasFlag(LlamaTokenAttributes.Control) && TextOf(token) is { Length: > 1 } text)
                control.Add(text);
        }
        EndTokens = end.ToFrozenSet();
        ControlTexts = control;
    }

    public nint Pointer => _vocab;
    public int Size { get; }
    public bool AddsBos { get; }
    public string BosText { get; }
    public string EosText { get; }

    public FrozenSet<int> EndTokens { get; }

    /// <summary>How the control tokens are spelled, for example "&lt;|im_end|&gt;".</summary>
    public IReadOnlyList<string> ControlTexts { get; }

    public ReadOnlySpan<byte> Piece(int token) => _pieces[token] ??= ReadPiece(token, special: false);

    /// <param name="text">Any text; lone surrogates become U+FFFD.</param>
    /// <param name="addSpecial">Put what the model wants around a whole prompt (BOS, [CLS] … [SEP]).</param>
    /// <param name="parseSpecial">Read spelled control tokens as control tokens. Never for a user's text.</param>
    public int[] Tokenize(string text, bool addSpecial, bool parseSpecial)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var tokens = new int[bytes.Length + 8]; // no token stands for less than a byte, save for the few added around
        var count = Tokenize(bytes, tokens, addSpecial, parseSpecial);
        if (count < 0)
        {
            tokens = new int[-count];
            count = Tokenize(bytes, tokens, addSpecial, parseSpecial);
        }
        return tokens[..count];
    }

    private int Tokenize(byte[] text, int[] tokens, bool addSpecial, bool parseSpecial)
    {
        fixed (byte* t = text)
        fixed (int* o = tokens)
        {
            byte none = 0;
            return LlamaApi.llama_tokenize(
                _vocab, t is null ? &none : t, text.Length, o, tokens.Length, addSpecial ? (byte)1 : (byte)0, parseSpecial ? (byte)1 : (byte)0);
        }
    }

    public string TextOf(int token) => token < 0 ? "" : Encoding.UTF8.GetString(ReadPiece(token, special: true));

    private byte[] ReadPiece(int token, bool special)
    {
        Span<byte> buffer = stackalloc byte[256];
        var length = Read(buffer);
        if (length >= 0)
            return buffer[..length].ToArray();
        var large = new byte[-length];
        return large[..Read(large)];

        int Read(Span<byte> into)
        {
            fixed (byte* b = into)
                return LlamaApi.llama_token_to_piece(_vocab, token, b, into.Length, 0, special ? (byte)1 : (byte)0);
        }
    }
}
