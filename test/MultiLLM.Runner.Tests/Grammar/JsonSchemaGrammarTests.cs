using MultiLLM.Runner.Grammar;

namespace MultiLLM.Runner.Tests.Grammar;

public sealed class JsonSchemaGrammarTests
{
    [Theory]
    [InlineData("true", "null|[1,{\"a\":[]}]|\"x\"|-0.5e3|{}", "|nul|[1,]|01|{a:1}")]
    [InlineData("{}", "1|{\"a\":null}", "x")]
    [InlineData("""{"type":"string"}""", "\"\"|\"é😀\\n\\u00e9\\ud83d\\ude00\"", "1|\"\\ud83d\"|\"\\x\"|\"a\nb\"")]
    [InlineData("""{"type":["integer","null"]}""", "3|null|-20|0", "1.5|\"3\"|00|-0")]
    [InlineData("""{"type":"boolean"}""", "true|false", "null|TRUE")]
    [InlineData("""{"type":"number"}""", "1|-1.5|2e10|0", ".5|1.|--1|+1")]
    [InlineData("""{"type":"string","nullable":true}""", "\"a\"|null", "1")]
    [InlineData("""{"const":{"a":[1,"x"]}}""", "{\"a\":[1,\"x\"]}|{ \"a\": [1, \"x\"]}", "{\"a\":[1]}|{}")]
    [InlineData("""{"enum":["a\"b",2,null,2.5]}""", "\"a\\\"b\"|2|null|2.5", "\"a\"|3")]
    [InlineData("""{"enum":["a",2,null],"type":"string"}""", "\"a\"", "2|null")]
    [InlineData("""{"enum":[1,5,9],"minimum":4}""", "5|9", "1")]
    [InlineData("""{"enum":["a"],"type":"string","nullable":true}""", "\"a\"|null", "\"b\"")]
    public void Convert_Scalars_Enforced(string schema, string valid, string invalid) => Check(schema, valid, invalid);

    [Theory]
    [InlineData("""{"properties":{"a":{"type":"integer"},"b":{"type":"string"}},"required":["b"]}""",
        "{\"b\":\"x\"}|{\"a\":1,\"b\":\"x\"}|{ \"a\": 1, \"b\": \"\" }|{\n  \"a\": 1,\n  \"b\": \"x\"\n}",
        "{}|{\"a\":1}|{\"b\":\"x\",\"a\":1}|{\"b\":\"x\",\"c\":1}|{\"a\":\"1\",\"b\":\"x\"}|{\"b\":\"x\",}")]
    [InlineData("""{"type":"object","properties":{"a":true,"b":true,"c":true}}""",
        "{}|{\"a\":1}|{\"b\":1}|{\"c\":1}|{\"a\":1,\"c\":1}|{\"b\":1,\"c\":1}|{\"a\":1,\"b\":1,\"c\":1}", "{,\"a\":1}|{\"a\":1,}|{\"a\":1,\"a\":1}")]
    [InlineData("""{"type":"object"}""", "{}|{\"x\":{\"y\":[1]}}", "[]|{\"x\"}")]
    [InlineData("""{"type":"object","additionalProperties":{"type":"integer"}}""", "{}|{\"x\":1,\"y\":2}", "{\"x\":\"1\"}")]
    [InlineData("""{"type":"object","additionalProperties":false}""", "{}|{ }", "{\"x\":1}")]
    [InlineData("""{"properties":{"ab":{"type":"integer"},"a":{"type":"integer"}},"additionalProperties":{"type":"string"}}""",
        "{\"ab\":1,\"a\":2,\"abc\":\"x\",\"b\":\"y\",\"\":\"z\"}|{\"b\":\"y\"}|{\"a\":1,\"x\":\"\"}|{\"\\\\\":\"a\"}",
        "{\"ab\":\"x\"}|{\"a\":\"x\"}|{\"b\":1}|{\"\\u0061\":\"x\"}")]
    [InlineData("""{"properties":{"q\"\n":{"type":"integer"}},"additionalProperties":{"type":"string"}}""",
        "{\"q\\\"\\n\":1,\"q\\\"\":\"x\"}", "{\"q\\\"\\n\":\"x\"}")]
    [InlineData("""{"type":"object","required":["x"]}""", "{\"x\":1}|{\"x\":1,\"y\":2}", "{}|{\"y\":2}")]
    [InlineData("""{"properties":{"a":false,"b":true}}""", "{\"b\":1}|{}", "{\"a\":1}")]
    [InlineData("""{"type":"object","minProperties":2,"maxProperties":3}""", "{\"a\":1,\"b\":2}|{\"a\":1,\"b\":2,\"c\":3}", "{\"a\":1}|{\"a\":1,\"b\":2,\"c\":3,\"d\":4}|{}")]
    [InlineData("""{"properties":{"a":true},"required":["a"],"additionalProperties":true,"maxProperties":2}""", "{\"a\":1}|{\"a\":1,\"b\":2}", "{}|{\"a\":1,\"b\":2,\"c\":3}")]
    [InlineData("""{"type":"object","propertyNames":{"type":"string"},"additionalProperties":{"type":"null"}}""", "{\"a\":null}", "{\"a\":1}")]
    public void Convert_Objects_Enforced(string schema, string valid, string invalid) => Check(schema, valid, invalid);

    [Theory]
    [InlineData("""{"type":"array"}""", "[]|[1,\"a\",[]]|[ 1, 2 ]", "[,]|{}")]
    [InlineData("""{"items":{"type":"integer"},"minItems":2,"maxItems":3}""", "[1,2]|[1,2,3]", "[]|[1]|[1,2,3,4]|[1,\"2\"]")]
    [InlineData("""{"type":"array","items":{"type":"integer"},"maxItems":2}""", "[]|[1]|[1,2]", "[1,2,3]")]
    [InlineData("""{"type":"array","maxItems":0}""", "[]|[ ]", "[1]")]
    [InlineData("""{"type":"array","items":false}""", "[]", "[1]")]
    [InlineData("""{"prefixItems":[{"type":"integer"},{"type":"string"}]}""", "[1,\"a\"]", "[]|[1]|[1,\"a\",2]|[\"a\",1]")]
    [InlineData("""{"prefixItems":[{"type":"integer"},{"type":"string"}],"items":{"type":"null"},"minItems":1,"maxItems":3}""",
        "[1]|[1,\"a\"]|[1,\"a\",null]", "[]|[1,null]|[1,\"a\",null,null]")]
    [InlineData("""{"items":[{"type":"integer"}],"additionalItems":{"type":"string"}}""", "[1]|[1,\"a\",\"b\"]", "[]|[\"a\"]|[1,2]")]
    [InlineData("""{"type":"array","items":{"type":"integer"},"uniqueItems":false}""", "[1,1]", "[\"\"]")]
    public void Convert_Arrays_Enforced(string schema, string valid, string invalid) => Check(schema, valid, invalid);

    [Theory]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"integer"}]}""", "\"a\"|1", "null|1.5")]
    [InlineData("""{"oneOf":[{"const":"a"},{"const":"b"}]}""", "\"a\"|\"b\"", "\"c\"")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"integer"}},"anyOf":[{"required":["a"]},{"required":["b"]}]}""",
        "{\"a\":1}|{\"b\":1}|{\"a\":1,\"b\":2}", "{}")]
    [InlineData("""{"allOf":[{"properties":{"a":{"minimum":3}},"required":["a"]},{"properties":{"a":{"type":"integer","maximum":5},"b":{"type":"null"}}}]}""",
        "{\"a\":3}|{\"a\":5,\"b\":null}", "{\"a\":2}|{\"a\":6}|{\"b\":null}")]
    [InlineData("""{"allOf":[{"anyOf":[{"type":"string"},{"type":"integer"}]},{"anyOf":[{"type":"integer"},{"type":"null"}]}]}""", "1", "null|\"a\"")]
    [InlineData("""{"allOf":[{"properties":{"a":true},"additionalProperties":false},{"properties":{"a":{"type":"null"},"b":true}}]}""", "{}|{\"a\":null}", "{\"b\":1}|{\"a\":1}")]
    [InlineData("""{"$defs":{"n":{"type":"object","properties":{"v":{"type":"integer"},"next":{"anyOf":[{"$ref":"#/$defs/n"},{"type":"null"}]}},"required":["v","next"]}},"$ref":"#/$defs/n"}""",
        "{\"v\":1,\"next\":null}|{\"v\":1,\"next\":{\"v\":2,\"next\":null}}", "{\"v\":1}|{\"v\":1,\"next\":{}}")]
    [InlineData("""{"type":"array","items":{"$ref":"#"}}""", "[]|[[],[[]]]", "[1]")]
    [InlineData("""{"definitions":{"a/b~c %":{"type":"null"}},"$ref":"#/definitions/a~1b~0c%20%25"}""", "null", "1")]
    [InlineData("""{"properties":{"x":{"$ref":"#/$defs/s","description":"d"}},"required":["x"],"$defs":{"s":{"enum":["on","off"]}},"title":"t","x-hint":{}}""", "{\"x\":\"on\"}", "{\"x\":\"no\"}")]
    [InlineData("""{"properties":{"x":{"$ref":"#/properties/y","maxLength":1},"y":{"type":"string"}},"required":["x"]}""", "{\"x\":\"o\"}|{\"x\":\"\",\"y\":\"long\"}", "{\"x\":\"on\"}")]
    public void Convert_Combinations_Enforced(string schema, string valid, string invalid) => Check(schema, valid, invalid);

    [Theory]
    [InlineData("""{"type":"integer","minimum":0,"maximum":150}""", "0|7|99|100|150", "-1|151|1000|01")]
    [InlineData("""{"type":"integer","exclusiveMinimum":-3,"exclusiveMaximum":3}""", "-2|-1|0|2", "-3|3|-10")]
    [InlineData("""{"type":"integer","maximum":-5}""", "-5|-6|-123", "-4|0|5")]
    [InlineData("""{"type":"integer","minimum":2.5,"maximum":3.5}""", "3", "2|4")]
    [InlineData("""{"type":"integer","minimum":0,"exclusiveMinimum":true}""", "1|22", "0")]
    [InlineData("""{"type":"number","multipleOf":1}""", "1", "1.5")]
    [InlineData("""{"type":"number","minimum":0,"maximum":1}""", "0|0.5|1|1.0|0.999", "-0.1|1.01|2|1e1")]
    [InlineData("""{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":10}""", "0.001|5|9.99", "0|0.0|10|-1")]
    [InlineData("""{"type":"number","minimum":-2,"exclusiveMaximum":0}""", "-2|-1.5|-0.1|-2.0", "-2.1|1|-3")]
    [InlineData("""{"type":"number","minimum":-9007199254740991}""", "-9007199254740991|0|0.5", "-9007199254740992")]
    public void Convert_NumberBounds_Enforced(string schema, string valid, string invalid) => Check(schema, valid, invalid);

    [Theory]
    [InlineData("""{"minLength":2,"maxLength":3}""", "\"ab\"|\"é😀\"|\"\\ud83d\\ude00x\\n\"", "\"a\"|\"abcd\"|\"\\ud83d\\ude00\"")]
    [InlineData("""{"type":"string","maxLength":0}""", "\"\"", "\"a\"")]
    [InlineData("""{"pattern":"^[a-z]{2,3}-\\d+$"}""", "\"ab-1\"|\"abc-123\"", "\"a-1\"|\"ab-\"|\"AB-1\"")]
    [InlineData("""{"pattern":"^(foo|ba[rz]?)$"}""", "\"foo\"|\"ba\"|\"bar\"", "\"fooo\"|\"bax\"")]
    [InlineData("""{"pattern":"b+"}""", "\"b\"|\"abbc\"", "\"\"|\"ac\"")]
    [InlineData("""{"pattern":"^(a*|b?)*c$"}""", "\"c\"|\"aabac\"", "\"ad\"")]
    [InlineData("""{"pattern":"^[^a\\\\]\"\\/\\t.$","maxLength":5}""", "\"b\\\"/\\tx\"", "\"a\\\"/\\tx\"")]
    [InlineData("""{"pattern":"^\\u{1F600}[\\u00e9-\\u00ef]\\x41$"}""", "\"😀éA\"", "\"😀eA\"")]
    [InlineData("""{"pattern":"^a{0}b{,2}{$"}""", "\"b{,2}{\"", "\"ab\"")]
    [InlineData("""{"format":"date"}""", "\"2024-02-29\"|\"2023-12-31\"|\"2000-02-29\"", "\"2023-02-29\"|\"1900-02-29\"|\"2024-04-31\"|\"2024-13-01\"")]
    [InlineData("""{"format":"date-time"}""", "\"2024-02-29T23:59:59Z\"|\"2024-01-01T00:00:00.123+02:00\"", "\"2024-01-01\"|\"2024-01-01T24:00:00Z\"")]
    [InlineData("""{"format":"time"}""", "\"12:30:00Z\"", "\"12:30\"")]
    [InlineData("""{"format":"uuid"}""", "\"123e4567-e89b-12d3-a456-426614174000\"", "\"123e4567\"")]
    [InlineData("""{"format":"email"}""", "\"a.b@ex-ample.org\"", "\"a@b\"|\"a..b@c.org\"|\"a@-b.org\"")]
    [InlineData("""{"format":"ipv4"}""", "\"192.168.0.255\"", "\"256.1.1.1\"|\"1.1.1\"|\"01.1.1.1\"")]
    [InlineData("""{"format":"duration"}""", "\"P1Y2M\"|\"PT5M\"|\"P3W\"|\"P1DT2H\"", "\"P\"|\"1Y\"|\"PT\"")]
    public void Convert_Strings_Enforced(string schema, string valid, string invalid) => Check(schema, valid, invalid);

    [Fact]
    public void Convert_CountsBeyondTheNotation_StillExact()
    {
        var matcher = new GbnfMatcher(JsonSchemaGrammar.Convert("""{"type":"string","minLength":2500,"maxLength":6100}"""));

        Assert.All(new[] { 2500, 3000, 4999, 5000, 6099, 6100 }, length => Assert.True(matcher.Accepts($"\"{new string('x', length)}\""), $"{length}"));
        Assert.All(new[] { 0, 2499, 6101, 7000 }, length => Assert.False(matcher.Accepts($"\"{new string('x', length)}\""), $"{length}"));
    }

    [Fact]
    public void Convert_WhiteSpace_IsBounded()
    {
        var matcher = new GbnfMatcher(JsonSchemaGrammar.Convert("{}"));

        Assert.True(matcher.Accepts("{\n\t\"a\": 1\n}"));
        Assert.False(matcher.Accepts("{\n\n\"a\": 1}"));
        Assert.False(matcher.Accepts("{" + new string(' ', 3) + "}"));
        Assert.False(matcher.Accepts("{} "));
    }

    [Fact]
    public void Convert_ManyOptionalProperties_StaysSmall()
    {
        var properties = string.Join(',', Enumerable.Range(0, 500).Select(i => $"\"p{i}\":{{\"type\":\"integer\"}}"));
        var grammar = JsonSchemaGrammar.Convert($"{{\"properties\":{{{properties}}}}}");

        Assert.True(grammar.Length < 100_000, $"{grammar.Length}");
        Assert.True(new GbnfMatcher(grammar).Accepts("{\"p3\":1,\"p499\":2}"));
    }

    [Fact]
    public void JsonObject_AnyObject_AndNothingElse()
    {
        var matcher = new GbnfMatcher(JsonObjectGrammar.Text);

        Assert.True(matcher.Accepts("{\"a\": [1, {\"b\": null}]}"));
        Assert.False(matcher.Accepts("[]"));
    }

    private static void Check(string schema, string valid, string invalid)
    {
        var matcher = new GbnfMatcher(JsonSchemaGrammar.Convert(schema));
        Assert.All(valid.Split('|'), text => Assert.True(matcher.Accepts(text), $"should accept {text}"));
        Assert.All(invalid.Split('|'), text => Assert.False(matcher.Accepts(text), $"should reject {text}"));
    }
}
