using System.Numerics.Tensors;
using StarterModels.Trainer.Data;
using StarterModels.Trainer.Models;
using StarterModels.Trainer.Tokenizers;
using TorchSharp;
using static TorchSharp.torch;

namespace StarterModels.Trainer.Evaluation;

/// <summary>How high a held-out wording ranks its own question, and its own answer, among all.</summary>
internal static class EmbeddingScore
{
    private const int RowsPerBatch = 64;
    private const int TokenLimit = 126;

    public static string Summarize(BertModel model, WordPieceTokenizer tokenizer, List<Entry> entries)
    {
        var own = Enumerable.Range(0, entries.Count).Where(index => entries[index].HeldOut >= 0).ToArray();
        var queries = Encode(model, tokenizer, own.Select(index => entries[index].HeldOutQuestion));
        var first = Rank(queries, own, Encode(model, tokenizer, entries.Select(entry => entry.Questions[0])));
        var answers = Rank(queries, own, Encode(model, tokenizer, entries.Select(entry => entry.Answer)));
        return $"{own.Length} held-out wordings against {entries.Count} entries: first wording {first}; answer {answers}";
    }

    private static float[][] Encode(BertModel model, WordPieceTokenizer tokenizer, IEnumerable<string> texts)
    {
        using var noGradient = no_grad();
        return [.. texts.Chunk(RowsPerBatch).SelectMany(rows =>
        {
            using var scope = NewDisposeScope();
            var values = model.Encode([.. rows.Select(text => tokenizer.Encode(text, TokenLimit))]).data<float>().ToArray();
            return values.Chunk(model.Width).ToArray();
        })];
    }

    private static string Rank(float[][] queries, int[] own, float[][] documents)
    {
        var (firsts, amongFive, reciprocal) = (0, 0, 0.0);
        for (var query = 0; query < queries.Length; query++)
        {
            var vector = queries[query];
            var score = TensorPrimitives.Dot<float>(vector, documents[own[query]]);
            var better = documents.Where((document, index) => index != own[query] && TensorPrimitives.Dot<float>(vector, document) >= score).Count();
            firsts += better == 0 ? 1 : 0;
            amongFive += better < 5 ? 1 : 0;
            reciprocal += 1.0 / (better + 1);
        }
        return $"recall@1 {100.0 * firsts / queries.Length:f1}%, recall@5 {100.0 * amongFive / queries.Length:f1}%, "
            + $"mean reciprocal rank {reciprocal / queries.Length:f3}";
    }
}
