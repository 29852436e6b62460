using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsCheck;
using MultiLLM.Runner.Grammar;

namespace MultiLLM.Runner.Tests.Grammar;

public sealed class GrammarPropertyTests
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void Convert_RandomSchemas_AcceptExactlyTheValidValues()
    {
        int accepted = 0, rejected = 0;
        Gen.Int.Sample(seed =>
        {
            var random = new RandomSchemas(seed);
            var schema = random.Schema();
            GbnfMatcher? matcher;
            try
            {
                matcher = new GbnfMatcher(JsonSchemaGrammar.Convert(schema.ToJsonString()));
            }
            catch (UnsupportedSchemaException e) when (e.Message.Contains("no value can fit", StringComparison.Ordinal))
            {
                matcher = null;
            }
            catch (UnsupportedSchemaException e) when (e.Message.Contains("together with values that are written out", StringComparison.Ordinal))
            {
                return;   // an object in an enum next to rules for objects: refused, as documented
            }

            for (var i = 0; i < 8; i++)
            {
                var value = random.Value(schema);
                for (var mutations = 0; mutations < i % 3; mutations++)
                {
                    value = random.Mutate(value);
                }

                var text = Sorted(value)?.ToJsonString(Plain) ?? "null";
                var valid = ReferenceValidator.IsValid(schema, value);
                _ = valid ? Interlocked.Increment(ref accepted) : Interlocked.Increment(ref rejected);
                var accepts = matcher?.Accepts(text) ?? false;
                // Parts of an "allOf" are joined first and closed then, so that each may mention what the others do not.
                var allowed = valid || (schema.ToJsonString().Contains("\"allOf\"", StringComparison.Ordinal) && ReferenceValidator.IsValid(schema, value, narrows: false));
                Assert.True(accepts ? allowed : !valid, $"{(accepts ? "accepts" : "rejects")} {text} for {schema.ToJsonString()}");
            }
        }, iter: 1500);
        Assert.True(accepted > 3000 && rejected > 1500, $"{accepted} accepted, {rejected} rejected");
    }

    [Fact]
    public void Convert_RandomPatterns_AcceptWhatTheRegexMatches() =>
        Gen.Select(Pattern, Gen.Char["abc-\"\\\n"].Array[0, 6].Select(chars => new string(chars)).Array[12]).Sample((pattern, texts) =>
        {
            var schema = new JsonObject { ["type"] = "string", ["pattern"] = pattern };
            var matcher = new GbnfMatcher(JsonSchemaGrammar.Convert(schema.ToJsonString()));
            foreach (var text in texts)
            {
                // "$" of .NET would also match before a final line break.
                var expected = Regex.IsMatch(text, pattern.Replace("$", "\\z", StringComparison.Ordinal));
                Assert.True(expected == matcher.Accepts(JsonSerializer.Serialize(text, Plain)), $"{pattern} on {text}: {expected}");
            }
        }, iter: 2000);

    [Fact]
    public void DigitRange_AnyBounds_AcceptExactlyTheNumbersBetween() =>
        Gen.Select(Gen.OneOf(Gen.Int[-30, 30], Gen.Int[-2000, 2000]), Gen.OneOf(Gen.Int[0, 30], Gen.Int[0, 3000])).Sample((min, size) =>
        {
            var max = min + size;
            var matcher = new GbnfMatcher(JsonSchemaGrammar.Convert($"{{\"type\":\"integer\",\"minimum\":{min},\"maximum\":{max}}}"));
            foreach (var number in Enumerable.Range(min - 12, 24).Concat(Enumerable.Range(max - 12, 24)).Concat([0, -1, 1, 9, 10, 99, 100, -10, -100, (min + max) / 2]))
            {
                Assert.True(matcher.Accepts($"{number}") == (min <= number && number <= max), $"{number} in {min}..{max}");
            }
        }, iter: 500);

    private static readonly Gen<string> Leaf = Gen.Int[0, 9].Select(i => new[] { "a", "b", "-", ".", "[ab]", "[^a-b]", "\\w", "\\\"", "\\\\", "[\\s\\-]" }[i]);

    private static readonly Gen<string> Pattern = Gen.Select(Expression(3), Gen.Int[0, 3]).Select((body, anchors) =>
        $"{((anchors & 1) == 0 ? "^" : "")}(?:{body}){((anchors & 2) == 0 ? "$" : "")}");

    private static Gen<string> Expression(int depth) => depth == 0
        ? Leaf
        : Gen.Frequency(
            (2, Leaf),
            (3, Gen.Select(Expression(depth - 1), Expression(depth - 1)).Select((a, b) => a + b)),
            (2, Gen.Select(Expression(depth - 1), Expression(depth - 1)).Select((a, b) => $"({a}|{b})")),
            (1, Gen.Select(Expression(depth - 1), Expression(depth - 1)).Select((a, b) => $"(?:{a}||{b})")),
            (3, Gen.Select(Expression(depth - 1), Gen.Int[0, 6]).Select((a, i) => $"({a}){new[] { "*", "+", "?", "{2}", "{1,3}", "{2,}", "{0,2}?" }[i]}")));

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject item => new JsonObject(item.OrderBy(member => Order(member.Key), StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    // Properties that schemas do not name come last.
    private static string Order(string name) => name is "x" or "xyz" or "" ? "\uFFFF" + name : name;
}
