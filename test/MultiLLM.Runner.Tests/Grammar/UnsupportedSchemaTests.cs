using MultiLLM.Runner.Grammar;

namespace MultiLLM.Runner.Tests.Grammar;

public sealed class UnsupportedSchemaTests
{
    [Theory]
    [InlineData("""{"properties":{"a":{"type":"array","uniqueItems":true}}}""", "#/properties/a", "uniqueItems")]
    [InlineData("""{"not":{"type":"string"}}""", "#", "not")]
    [InlineData("""{"if":{},"then":{}}""", "#", "if")]
    [InlineData("""{"type":"object","patternProperties":{"^a":{}}}""", "#", "patternProperties")]
    [InlineData("""{"type":"object","propertyNames":{"pattern":"^a"}}""", "#", "propertyNames")]
    [InlineData("""{"type":"array","contains":{}}""", "#", "contains")]
    [InlineData("""{"type":"object","dependentRequired":{"a":["b"]}}""", "#", "dependentRequired")]
    [InlineData("""{"type":"object","requried":["a"]}""", "#", "requried")]
    [InlineData("""{"type":"integer","multipleOf":5}""", "#", "multipleOf")]
    [InlineData("""{"type":"number","minimum":0.5}""", "#", "minimum")]
    [InlineData("""{"type":"string","format":"regex"}""", "#", "format")]
    [InlineData("""{"anyOf":[{"type":"string","pattern":"(?=a)"}]}""", "#/anyOf/0", "pattern")]
    [InlineData("""{"type":"string","pattern":"(a)\\1"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"\\bfoo"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"a(^b)"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"(a"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"a)"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"[z-a]"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"[a"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"\\"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"a{3,2}"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"a{99999999}"}""", "#", "pattern")]
    [InlineData("""{"type":"string","pattern":"^a+$","maxLength":3}""", "#", "maxLength")]
    [InlineData("""{"type":"string","pattern":"^a?$","minLength":1}""", "#", "minLength")]
    [InlineData("""{"allOf":[{"pattern":"^a$"},{"pattern":"^b$"}]}""", "#/allOf/1", "pattern")]
    [InlineData("""{"enum":["a"],"pattern":"^a$"}""", "#", "pattern")]
    [InlineData("""{"type":"string","maxLength":100000000}""", "#", "maxLength")]
    [InlineData("""{"type":"array","minItems":100000000}""", "#", "minItems")]
    [InlineData("""{"properties":{"a":true},"minProperties":1}""", "#", "minProperties")]
    [InlineData("""{"$ref":"http://example.com/s"}""", "#", "$ref")]
    [InlineData("""{"$ref":"#/$defs/none"}""", "#", "$ref")]
    [InlineData("""{"$ref":"#anchor"}""", "#", "$ref")]
    [InlineData("""{"$ref":"#"}""", "#", "$ref")]
    [InlineData("""{"$ref":1}""", "#", "$ref")]
    [InlineData("""{"$defs":{"a":{"allOf":[{"$ref":"#/$defs/a"}]}},"$ref":"#/$defs/a"}""", "#/$defs/a", "$ref")]
    [InlineData("""{"type":"strin"}""", "#", "type")]
    [InlineData("""{"type":[]}""", "#", "type")]
    [InlineData("""{"enum":[]}""", "#", "enum")]
    [InlineData("""{"anyOf":[]}""", "#", "anyOf")]
    [InlineData("""{"properties":[]}""", "#", "properties")]
    [InlineData("""{"required":"a"}""", "#", "required")]
    [InlineData("""{"required":[1]}""", "#", "required")]
    [InlineData("""{"minLength":-1}""", "#", "minLength")]
    [InlineData("""{"maxItems":1.5}""", "#", "maxItems")]
    [InlineData("""{"minimum":"3"}""", "#", "minimum")]
    [InlineData("""{"anyOf":[{"$ref":"#"},{"type":"null"}]}""", "#", "")]
    [InlineData("""{"properties":{"a":5}}""", "#/properties/a", "")]
    [InlineData("""{"properties":{"a~/b":{"not":{}}}}""", "#/properties/a~0~1b", "not")]
    [InlineData("false", "#", "")]
    [InlineData("""{"type":"integer","minimum":5,"maximum":4}""", "#", "")]
    [InlineData("""{"required":["a"],"properties":{"a":false}}""", "#", "")]
    [InlineData("""{"allOf":[{"type":"string"},{"type":"null"}]}""", "#", "")]
    [InlineData("[]", "#", "")]
    [InlineData("{", "#", "")]
    [InlineData("", "#", "")]
    [InlineData("""{"title":"\ud800"}""", "#", "")]
    public void Convert_NotEnforceable_NamesPlaceAndKeyword(string schema, string pointer, string keyword)
    {
        var failure = Assert.Throws<UnsupportedSchemaException>(() => JsonSchemaGrammar.Convert(schema));

        Assert.Equal((pointer, keyword), (failure.Pointer, failure.Keyword));
        Assert.Contains(pointer, failure.Message, StringComparison.Ordinal);
        Assert.Contains(keyword, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Convert_TooLargeOrTooDeep_IsRefusedQuickly()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"items\":", 5000)) + "{}" + new string('}', 5000);
        var chain = "{\"$ref\":\"#/$defs/d0\",\"$defs\":{" + string.Join(',', Enumerable.Range(0, 5000).Select(i =>
            $"\"d{i}\":{{\"type\":\"array\",\"items\":{{\"$ref\":\"#/$defs/d{i + 1}\"}}}}")) + ",\"d5000\":{}}}";
        var straight = "{\"$ref\":\"#/$defs/d0\",\"$defs\":{" + string.Join(',', Enumerable.Range(0, 5000).Select(i =>
            $"\"d{i}\":{{\"allOf\":[{{\"$ref\":\"#/$defs/d{i + 1}\"}}]}}")) + ",\"d5000\":{}}}";
        var unions = "{\"allOf\":[" + string.Join(',', Enumerable.Range(0, 12).Select(i =>
            "{\"anyOf\":[" + string.Join(',', Enumerable.Range(0, 6).Select(j => $"{{\"properties\":{{\"p{i}\":{{\"const\":{j}}}}}}}")) + "]}")) + "]}";
        var wide = "{\"enum\":[" + string.Join(',', Enumerable.Range(0, 60_000).Select(i => $"\"v{i}\"")) + "]}";

        Assert.All([deep, chain, straight, unions, wide], schema => Assert.Throws<UnsupportedSchemaException>(() => JsonSchemaGrammar.Convert(schema)));
    }
}
