using System.Runtime.InteropServices;
using System.Text;

namespace StarterModels.Verify;

/// <summary>One loaded model with one context of 512 tokens.</summary>
internal sealed unsafe class LlamaModel : IDisposable
{
    private const int ContextLength = 512;
    private const int LargestPiece = 256;
    private const int LargestPrompt = 16384;

    private readonly nint _model;
    private readonly nint _context;
    private readonly nint _vocabulary;

    /// <exception cref="InvalidDataException">llama.cpp does not take the file.</exception>
    public LlamaModel(string path, bool embeddings, int threads)
    {
        var modelParameters = LlamaNative.DefaultModelParameters();
        modelParameters.GpuLayers = 0;
        _model = LlamaNative.LoadModel(path, modelParameters);
        if (_model == 0)
            throw new InvalidDataException($"llama.cpp cannot load {path}");

        _vocabulary = LlamaNative.Vocabulary(_model);
        VocabularySize = LlamaNative.VocabularySize(_vocabulary);
        var parameters = LlamaNative.DefaultContextParameters();
        parameters.Context = parameters.Batch = parameters.MicroBatch = ContextLength;
        parameters.Threads = parameters.BatchThreads = threads;
        parameters.Embeddings = (byte)(embeddings ? 1 : 0);
        _context = LlamaNative.CreateContext(_model, parameters);
        if (_context == 0)
            throw new InvalidDataException($"llama.cpp cannot make a context for {path}");
    }

    public int VocabularySize { get; }

    public ulong ParameterCount => LlamaNative.ParameterCount(_model);

    /// <param name="addSpecial">Add what the model wants around a text, such as [CLS] and [SEP].</param>
    public int[] Tokenize(string text, bool addSpecial)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var tokens = new int[bytes.Length + 8];
        fixed (byte* source = bytes)
        fixed (int* target = tokens)
        {
            var count = LlamaNative.Tokenize(_vocabulary, source, bytes.Length, target, tokens.Length, (byte)(addSpecial ? 1 : 0), 1);
            return tokens[..count];
        }
    }

    /// <summary>The prompt for the next answer, by the template in the file.</summary>
    public string ApplyTemplate(IReadOnlyList<(string Role, string Content)> messages)
    {
        var native = messages.Select(message => new LlamaNative.ChatMessage
        {
            Role = Marshal.StringToCoTaskMemUTF8(message.Role),
            Content = Marshal.StringToCoTaskMemUTF8(message.Content),
        }).ToArray();
        try
        {
            var buffer = new byte[LargestPrompt];
            fixed (LlamaNative.ChatMessage* first = native)
            fixed (byte* target = buffer)
            {
                var template = LlamaNative.ChatTemplate(_model, null);
                var length = LlamaNative.ApplyChatTemplate(template, first, (nuint)native.Length, 1, target, buffer.Length);
                if (length < 0 || length > buffer.Length)
                    throw new InvalidDataException("the file's chat template is none that llama.cpp knows, or the prompt is too long");
                return Encoding.UTF8.GetString(buffer, 0, length);
            }
        }
        finally
        {
            foreach (var message in native)
            {
                Marshal.FreeCoTaskMem(message.Role);
                Marshal.FreeCoTaskMem(message.Content);
            }
        }
    }

    public void Clear() => LlamaNative.ClearMemory(LlamaNative.Memory(_context), 1);

    /// <summary>Goes on from what was decoded since <see cref="Clear"/>; returns the logits after the last token.</summary>
    public ReadOnlySpan<float> Decode(int[] tokens)
    {
        fixed (int* first = tokens)
        {
            var code = LlamaNative.Decode(_context, LlamaNative.BatchOf(first, tokens.Length));
            if (code != 0)
                throw new InvalidOperationException($"llama_decode returned {code}");
        }
        return new ReadOnlySpan<float>(LlamaNative.Logits(_context, -1), VocabularySize);
    }

    /// <summary>Always the likeliest token, until the model ends or <paramref name="limit"/> tokens are there.</summary>
    public Answer Generate(string prompt, int limit)
    {
        Clear();
        var ids = Tokenize(prompt, addSpecial: false);
        var bytes = new List<byte>();
        var best = IndexOfLargest(Decode(ids));
        var count = 0;
        for (; count < Math.Min(limit, ContextLength - ids.Length - 1); count++)
        {
            if (LlamaNative.IsEndOfGeneration(_vocabulary, best) != 0)
                return new Answer(Encoding.UTF8.GetString([.. bytes]), count, Ended: true);
            AddPiece(best, bytes);
            best = IndexOfLargest(Decode([best]));
        }
        return new Answer(Encoding.UTF8.GetString([.. bytes]), count, Ended: false);
    }

    /// <summary>The pooled vector at length 1.</summary>
    public float[] Embed(string text)
    {
        Clear();
        var ids = Tokenize(text, addSpecial: true);
        var batch = LlamaNative.CreateBatch(ids.Length, 0, 1);
        batch.TokenCount = ids.Length;
        for (var index = 0; index < ids.Length; index++)
        {
            batch.Tokens[index] = ids[index];
            batch.Positions[index] = index;
            batch.SequenceCounts[index] = 1;
            batch.Sequences[index][0] = 0;
            batch.WantsLogits[index] = 1;
        }
        var code = LlamaNative.Encode(_context, batch);
        LlamaNative.FreeBatch(batch);
        if (code != 0)
            throw new InvalidOperationException($"llama_encode returned {code}");

        var vector = new ReadOnlySpan<float>(LlamaNative.Embedding(_context, 0), LlamaNative.EmbeddingWidth(_model)).ToArray();
        var length = Math.Sqrt(vector.Sum(value => (double)value * value));
        return Array.ConvertAll(vector, value => (float)(value / length));
    }

    public static int IndexOfLargest(ReadOnlySpan<float> values)
    {
        var best = 0;
        for (var index = 1; index < values.Length; index++)
        {
            if (values[index] > values[best])
                best = index;
        }
        return best;
    }

    public void Dispose()
    {
        LlamaNative.FreeContext(_context);
        LlamaNative.FreeModel(_model);
    }

    /// <summary>One token may be part of a character, so bytes are collected and decoded at the end.</summary>
    private void AddPiece(int token, List<byte> into)
    {
        Span<byte> piece = stackalloc byte[LargestPiece];
        fixed (byte* target = piece)
        {
            var length = LlamaNative.TokenToPiece(_vocabulary, token, target, piece.Length, 0, 0);
            into.AddRange(piece[..length]);
        }
    }
}

/// <param name="Ended">False when the token limit cut it.</param>
internal sealed record Answer(string Text, int Tokens, bool Ended);
