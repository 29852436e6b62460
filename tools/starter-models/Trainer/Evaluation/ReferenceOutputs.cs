using System.Text.Json;
using StarterModels.Trainer.Data;
using StarterModels.Trainer.Export;
using StarterModels.Trainer.Models;
using StarterModels.Trainer.Samples;
using StarterModels.Trainer.Tokenizers;
using TorchSharp;
using static TorchSharp.torch;

namespace StarterModels.Trainer.Evaluation;

/// <summary>Float32 outputs of the training program, against which the verifier holds llama.cpp's.</summary>
internal static class ReferenceOutputs
{
    private const int WordsOfTokens = 500;

    private static readonly string[] Prompts = ["What is governance?", "define photosynthesis", "Write a C# hello world"];

    private static readonly string[] Texts =
        ["What is governance?", "Explain corporate governance, please.", "How do I reverse a string in C#?", "Café naïve - 3.14 (test)"];

    private static readonly string[] AwkwardTexts =
    [
        "  leading spaces", "tabs\t\tand  double  spaces \n\n\n end  ", "café naïve 你好 😀 emoji", "I'm don't we've it'll 123abc 4.5e-6 --flag=x",
    ];

    /// <summary>Logits at every place of a few prompts.</summary>
    /// <param name="type">The weights are rounded as a file of this type stores them.</param>
    public static void WriteLogits(string path, LlamaShape shape, MasterWeights weights, BytePairTokenizer tokenizer, TensorType type)
    {
        foreach (var slot in weights.Slots.Where(slot => slot.Shape.Length == 2))
        {
            var values = weights.Of(slot);
            TensorPacking.Unpack(TensorPacking.Pack(values.ToArray(), type, slot.Shape[1]), type).CopyTo(values);
        }
        using var noGradient = no_grad();
        using var model = new LlamaModel(shape, ScalarType.Float32, trains: false);
        model.CopyFrom(weights);
        Write(path, Prompts.Select(prompt =>
        {
            using var scope = NewDisposeScope();
            var text = ChatSample.Prompt(prompt);
            var ids = tokenizer.Encode(text);
            var logits = model.Logits(tensor(ids.Select(id => (long)id).ToArray(), [1, ids.Count]), null);
            return new { text, ids, values = logits.data<float>().ToArray() };
        }));
    }

    public static void WriteVectors(string path, BertShape shape, MasterWeights weights, WordPieceTokenizer tokenizer)
    {
        using var noGradient = no_grad();
        using var model = new BertModel(shape, ScalarType.Float32, trains: false);
        model.CopyFrom(weights);
        Write(path, Texts.Select(text =>
        {
            using var scope = NewDisposeScope();
            var ids = tokenizer.Encode(text);
            return new { text, ids, values = model.Encode([ids]).data<float>().ToArray() };
        }));
    }

    /// <summary>Token ids of every written text, one object a line.</summary>
    public static void WriteTokens(string path, BytePairTokenizer tokenizer, TrainingData data)
    {
        var texts = data.Entries
            .SelectMany(entry => entry.Questions.Select(question => $"{ChatSample.Prompt(question)}{entry.Answer}<|im_end|>\n"))
            .Concat(data.Words.Take(WordsOfTokens).Select(word => word.Answer))
            .Concat(AwkwardTexts);
        File.WriteAllLines(path, texts.Select(text => JsonSerializer.Serialize(new { text, ids = tokenizer.Encode(text) })));
    }

    private static void Write<T>(string path, IEnumerable<T> references) =>
        File.WriteAllLines(path, references.Select(reference => JsonSerializer.Serialize(reference)));
}
