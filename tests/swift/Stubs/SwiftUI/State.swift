@propertyWrapper
public struct State<Value> {
    public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }
    public var wrappedValue: Value
    public var projectedValue: Binding<Value> { Binding(get: { fatalError("never drawn") }, set: { _ in }) }
}

@propertyWrapper @dynamicMemberLookup
public struct Binding<Value> {
    private let get: () -> Value
    private let set: (Value) -> Void
    public init(get: @escaping () -> Value, set: @escaping (Value) -> Void) {
        self.get = get
        self.set = set
    }
    public init?(_ base: Binding<Value?>) {
        guard let value = base.wrappedValue else { return nil }
        self.init(get: { base.wrappedValue ?? value }, set: { base.wrappedValue = $0 })
    }
    public var wrappedValue: Value {
        get { get() }
        nonmutating set { set(newValue) }
    }
    public var projectedValue: Binding<Value> { self }
    public subscript<Subject>(dynamicMember path: WritableKeyPath<Value, Subject>) -> Binding<Subject> {
        Binding<Subject>(
            get: { wrappedValue[keyPath: path] },
            set: {
                var value = wrappedValue
                value[keyPath: path] = $0
                set(value)
            })
    }
}

@propertyWrapper
public struct Environment<Value> {
    public init(_ path: KeyPath<EnvironmentValues, Value>) { wrappedValue = EnvironmentValues()[keyPath: path] }
    public let wrappedValue: Value
}

@propertyWrapper
public struct ScaledMetric<Value: BinaryFloatingPoint> {
    public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }
    public init(wrappedValue: Value, relativeTo style: Font.TextStyle) { self.wrappedValue = wrappedValue }
    public let wrappedValue: Value
}

extension View {
    public func font(_ font: Font?) -> some View { Modified<Self>() }
    public func monospacedDigit() -> some View { Modified<Self>() }
    public func foregroundStyle<S: ShapeStyle>(_ style: S) -> some View { Modified<Self>() }
    public func padding(_ length: CGFloat) -> some View { Modified<Self>() }
    public func frame(
        minWidth: CGFloat? = nil, idealWidth: CGFloat? = nil, maxWidth: CGFloat? = nil, minHeight: CGFloat? = nil,
        idealHeight: CGFloat? = nil, maxHeight: CGFloat? = nil, alignment: Alignment = .center
    ) -> some View { Modified<Self>() }
    public func background<S: ShapeStyle>(_ style: S) -> some View { Modified<Self>() }
    public func background<S: ShapeStyle, T: InsettableShape>(_ style: S, in shape: T) -> some View { Modified<Self>() }
    public func overlay<V: View>(_ overlay: V) -> some View { Modified<Self>() }
    public func buttonStyle(_ style: PlainButtonStyle) -> some View { Modified<Self>() }
    public func disabled(_ disabled: Bool) -> some View { Modified<Self>() }
    public func safeAreaInset<V: View>(edge: VerticalEdge, @ViewBuilder content: () -> V) -> some View { Modified<Self>() }
    public func onAppear(perform action: (() -> Void)? = nil) -> some View { Modified<Self>() }
    public func task<T: Equatable>(id value: T, _ action: @escaping @Sendable @MainActor () async -> Void) -> some View {
        Modified<Self>()
    }
    public func accessibilityHidden(_ hidden: Bool) -> some View { Modified<Self>() }
    public func accessibilityLabel(_ label: Text) -> some View { Modified<Self>() }
    public func accessibilityValue(_ value: Text) -> some View { Modified<Self>() }
    public func accessibilityAddTraits(_ traits: AccessibilityTraits) -> some View { Modified<Self>() }
    public func accessibilityElement(children: AccessibilityChildBehavior) -> some View { Modified<Self>() }
}
