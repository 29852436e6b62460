using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace StarterModels.Verify;

/// <summary>Holds a model file, run through llama.cpp, against what the training program computed. Each check returns whether it passed.</summary>
internal static partial class Checks
{
    private const double LogitTolerance = 0.05;
    private const double CosineTolerance = 0.9999;
    private const int AnswerLimit = 400;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private sealed record Reference(string Text, int[] Ids, float[] Values);

    private sealed record Question(string Q, string A);

    /// <summary>llama.cpp splits every text into the same tokens.</summary>
    public static bool Tokens(LlamaModel model, string path)
    {
        var (same, all) = (0, 0);
        foreach (var reference in Read<Reference>(path))
        {
            all++;
            if (model.Tokenize(reference.Text, addSpecial: false).SequenceEqual(reference.Ids))
                same++;
            else if (all - same <= 5)
                Console.WriteLine($"tokens differ: {reference.Text}");
        }
        Console.WriteLine($"{same} of {all} texts split into the same tokens");
        return same == all && all > 0;
    }

    /// <summary>Logits of an F32 file agree at every place. A quantised file is only reported on.</summary>
    public static bool Logits(LlamaModel model, string path)
    {
        var passed = true;
        foreach (var reference in Read<Reference>(path))
        {
            var (largest, sum, agreeing) = (0.0, 0.0, 0);
            model.Clear();
            for (var place = 0; place < reference.Ids.Length; place++)
            {
                var actual = model.Decode([reference.Ids[place]]);
                var expected = reference.Values.AsSpan(place * model.VocabularySize, model.VocabularySize);
                for (var token = 0; token < actual.Length; token++)
                {
                    var difference = Math.Abs(actual[token] - expected[token]);
                    largest = Math.Max(largest, difference);
                    sum += difference;
                }
                agreeing += LlamaModel.IndexOfLargest(actual) == LlamaModel.IndexOfLargest(expected) ? 1 : 0;
            }
            Console.WriteLine($"{reference.Ids.Length} places: largest difference {largest:g3}, mean {sum / reference.Values.Length:g3}, "
                + $"same best token at {agreeing}");
            passed &= largest <= LogitTolerance && agreeing == reference.Ids.Length;
        }
        return passed;
    }

    public static bool Vectors(LlamaModel model, string path)
    {
        var passed = true;
        foreach (var reference in Read<Reference>(path))
        {
            var sameTokens = model.Tokenize(reference.Text, addSpecial: true).SequenceEqual(reference.Ids);
            var cosine = Cosine(model.Embed(reference.Text), reference.Values);
            Console.WriteLine($"\"{reference.Text}\": tokens {(sameTokens ? "equal" : "differ")}, cosine {cosine:f6}");
            passed &= sameTokens && cosine >= CosineTolerance;
        }
        return passed;
    }

    /// <summary>How many of the questions get exactly the taught answer. Reports; always passes.</summary>
    public static bool Score(LlamaModel model, string path, int limit)
    {
        var (all, exact, ended, tokens, overlap) = (0, 0, 0, 0, 0.0);
        var clock = Stopwatch.StartNew();
        foreach (var question in Read<Question>(path).Take(limit))
        {
            var answer = model.Generate(model.ApplyTemplate([("user", question.Q)]), AnswerLimit);
            all++;
            tokens += answer.Tokens;
            ended += answer.Ended ? 1 : 0;
            exact += answer.Text.Trim() == question.A.Trim() ? 1 : 0;
            overlap += LongestCommonSubsequence(Words(answer.Text), Words(question.A));
        }
        Console.WriteLine($"{all} questions: exact {100.0 * exact / all:f1}%, ROUGE-L {overlap / all:f3}, "
            + $"ended by themselves {100.0 * ended / all:f1}%, {tokens / clock.Elapsed.TotalSeconds:f0} tokens/s");
        return true;
    }

    public static double Cosine(float[] left, float[] right) => left.Zip(right, (a, b) => (double)a * b).Sum();

    private static IEnumerable<T> Read<T>(string path) => File.ReadLines(path).Select(line => JsonSerializer.Deserialize<T>(line, Json)!);

    private static string[] Words(string text) => NotWord().Replace(text.ToLowerInvariant(), " ").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>ROUGE-L: the F1 score of the longest common subsequence of words.</summary>
    private static double LongestCommonSubsequence(string[] actual, string[] expected)
    {
        var lengths = new int[actual.Length + 1, expected.Length + 1];
        for (var row = 1; row <= actual.Length; row++)
        {
            for (var column = 1; column <= expected.Length; column++)
            {
                lengths[row, column] = actual[row - 1] == expected[column - 1]
                    ? lengths[row - 1, column - 1] + 1
                    : Math.Max(lengths[row - 1, column], lengths[row, column - 1]);
            }
        }
        double length = lengths[actual.Length, expected.Length];
        return length == 0 ? 0 : 2 * length / (actual.Length + expected.Length);
    }

    [GeneratedRegex(@"[^\p{L}\p{N}#+]+")]
    private static partial Regex NotWord();
}
