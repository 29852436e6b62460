using System.Globalization;
using StarterModels.Trainer.Data;
using StarterModels.Trainer.Models;
using StarterModels.Trainer.Samples;
using StarterModels.Trainer.Tokenizers;
using TorchSharp;
using static TorchSharp.torch;

namespace StarterModels.Trainer.Evaluation;

/// <summary>How often a text model gives the taught answer.</summary>
internal static class LanguageModelScore
{
    private const int RowsPerBatch = 48;
    private const int LargestCheck = 300;

    /// <summary>One line. "exact" is the share of answers with every token right, which is when greedy decoding gives the taught answer.</summary>
    /// <param name="limit">Questions of each kind at most.</param>
    public static string Summarize(LlamaModel model, BytePairTokenizer tokenizer, TrainingData data, int limit)
    {
        var random = new Random(5);
        var definitions = data.Words.Select(word =>
            (string.Format(CultureInfo.InvariantCulture, Wordings.HeldOutDefinition, word.Lemma), word.Answer));
        (string Name, IEnumerable<(string, string)> Set, int Limit)[] sets =
        [
            ("held-out chat", HeldOut(data.Chat), limit),
            ("held-out code", HeldOut(data.Code), limit == int.MaxValue ? limit : limit / 3),
            ("seen chat", data.Chat.Select(entry => (entry.Questions[0], entry.Answer)), Math.Min(limit, LargestCheck)),
            ("definitions in an untrained sentence", definitions, Math.Min(limit, LargestCheck)),
        ];
        return string.Join(" | ", sets.Select(set => Describe(set.Name, Pick(set.Set, set.Limit, random))));

        string Describe(string name, List<(string, string)> questions)
        {
            if (questions.Count == 0)
                return name + ": none";
            var (exact, tokens, loss) = Score(model, tokenizer, questions);
            return $"{name} ({questions.Count}): exact {100 * exact:f1}%, tokens {100 * tokens:f1}%, loss {loss:f3}";
        }
    }

    public static IEnumerable<(string Question, string Answer)> HeldOut(IEnumerable<Entry> entries) =>
        entries.Where(entry => entry.HeldOut >= 0).Select(entry => (entry.HeldOutQuestion, entry.Answer));

    private static List<(string, string)> Pick(IEnumerable<(string, string)> set, int limit, Random random)
    {
        var all = set.ToArray();
        random.Shuffle(all);
        return [.. all.Take(limit)];
    }

    /// <summary>Teacher-forced: every token is predicted from the taught answer so far.</summary>
    private static (double Exact, double Tokens, double Loss) Score(
        LlamaModel model, BytePairTokenizer tokenizer, List<(string Question, string Answer)> questions)
    {
        using var noGradient = no_grad();
        var (exact, right, all, loss) = (0L, 0L, 0L, 0.0);
        var samples = questions.Select(turn => ChatSample.Build(tokenizer, null, [turn]))
            .Where(sample => sample.Tokens.Length <= model.Shape.Context)
            .OrderBy(sample => sample.Tokens.Length);
        foreach (var rows in samples.Chunk(RowsPerBatch))
        {
            using var scope = NewDisposeScope();
            var batch = ChatBatch.Of(rows);
            var logits = model.Logits(tensor(batch.Tokens, [batch.Rows, batch.Length]), tensor(batch.Picked));
            var targets = tensor(batch.Targets);
            loss += nn.functional.cross_entropy(logits, targets, reduction: nn.Reduction.Sum).ToSingle();
            var hits = logits.argmax(1).eq(targets).to(ScalarType.Byte).data<byte>().ToArray();
            var at = 0;
            foreach (var row in rows)
            {
                var rowHits = hits.AsSpan(at, row.TargetPlaces.Length).Count((byte)1);
                at += row.TargetPlaces.Length;
                right += rowHits;
                all += row.TargetPlaces.Length;
                exact += rowHits == row.TargetPlaces.Length ? 1 : 0;
            }
        }
        return ((double)exact / questions.Count, (double)right / all, loss / all);
    }
}
